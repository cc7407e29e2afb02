// What of `node:crypto` a verification uses, for a page that has none. The page is built with this in its place.
// biome-ignore-all lint/performance/noBarrelFile: a module that stands in for another has its exports
export { createHash, hash } from './hash.ts'
export { createPublicKey, PublicKey as KeyObject } from './public-key.ts'
export { createVerify, verify } from './verify.ts'
export { X509Certificate } from './x509-certificate.ts'

/** `node:crypto` has more constants; of these two a page must know that they exist, and PSS is not verified in it. */
export const constants = { RSA_PKCS1_PSS_PADDING: 6, RSA_PKCS1_PADDING: 1 } as const
