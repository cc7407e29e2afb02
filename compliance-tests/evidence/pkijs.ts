import { webcrypto } from 'node:crypto'
import { Certificate, ContentInfo, CryptoEngine, SignedData, setEngine } from 'pkijs'
import { readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'

/** What pkijs says of a detached signature and of the chain of its signer up to the root. It knows no SM2. */
export async function verifyWithPkijs(signature: Uint8Array, content: Uint8Array, rootPem: string) {
  setEngine('node', new CryptoEngine({ name: 'node', crypto: webcrypto }))
  const message = new SignedData({ schema: ContentInfo.fromBER(toArrayBuffer(signature)).content })
  const root = Certificate.fromBER(toArrayBuffer(readPemCertificate(rootPem).der))
  const result = await message
    .verify({ signer: 0, data: toArrayBuffer(content), trustedCerts: [root], checkChain: true, extendedMode: true })
    .catch((error) => error)
  return { signature: result.signatureVerified === true, chain: result.signerCertificateVerified === true }
}

function toArrayBuffer(bytes: Uint8Array): ArrayBuffer {
  return Uint8Array.from(bytes).buffer
}
