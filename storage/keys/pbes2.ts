import { createDecipheriv, pbkdf2 } from 'node:crypto'
import { promisify } from 'node:util'
import type { Der } from '#archive-schema/evidence/der.ts'
import { readInteger, readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { demandStrong } from './key-weak.ts'

const derive = promisify(pbkdf2)

/** What the archive writes itself. */
export const pbes2Oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
} as const

/**
 * Fewest iterations by which a key comes from a passphrase: what the archive writes, and what the OWASP Password Storage Cheat Sheet
 * recommends of PBKDF2 with HMAC-SHA-256. openssl writes 2,048 unless it is told otherwise.
 */
export const leastIterations = 600_000
/** RFC 8018 4.1 */
const leastSaltBytes = 8
const what = 'the encryption of the key'

const prfs: ReadonlyMap<string, string> = new Map([
  [pbes2Oids.hmacWithSha256, 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
])
const ciphers: ReadonlyMap<string, { readonly name: string; readonly keyBytes: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', keyBytes: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', keyBytes: 24 }],
  [pbes2Oids.aes256Cbc, { name: 'aes-256-cbc', keyBytes: 32 }],
])

/** PBES2 (RFC 8018 6.2) with PBKDF2 and AES. */
export type Pbes2 = {
  readonly salt: Buffer
  readonly iterations: number
  readonly prf: string
  readonly cipher: string
  readonly keyBytes: number
  readonly iv: Buffer
}

/**
 * Reads how something is encrypted, and demands that it be strong: PBES2 and no older scheme (with RC2, DES or RC4), PBKDF2 with enough
 * iterations and no HMAC-SHA-1, AES. Throws `SIGNER_KEY_WEAK`, `SIGNATURE_INVALID` for what is no such algorithm.
 */
export function readStrongPbes2(algorithm: Der | undefined): Pbes2 {
  const [scheme, parameters] = readSequence(algorithm, what)
  const oid = readObjectIdentifier(scheme, what)
  demandStrong(oid === pbes2Oids.pbes2, `it is encrypted by ${oid}, which is not PBES2`)
  const [derivation, encryption] = readSequence(parameters, what, 2)
  return { ...readDerivation(derivation), ...readCipher(encryption) }
}

/** The plain bytes. Throws what node throws where the passphrase is another. */
export async function decryptPbes2(encryption: Pbes2, bytes: Uint8Array, passphrase: string): Promise<Buffer> {
  const { salt, iterations, prf, cipher, keyBytes, iv } = encryption
  const decipher = createDecipheriv(cipher, await derive(passphrase, salt, iterations, keyBytes, prf), iv)
  return Buffer.concat([decipher.update(bytes), decipher.final()])
}

/** Goes on only if there are enough iterations. Throws `SIGNER_KEY_WEAK`. */
export function demandIterations(value: Der | undefined, of: string): number {
  const iterations = Number(BigInt(`0x${readInteger(value, `the iterations of ${of}`).toString('hex')}`))
  demandStrong(iterations >= leastIterations, `${of} has ${iterations} iterations, fewer than ${leastIterations}`)
  return iterations
}

function readDerivation(value: Der | undefined): Pick<Pbes2, 'salt' | 'iterations' | 'prf'> {
  const [name, parameters] = readSequence(value, what, 2)
  const oid = readObjectIdentifier(name, what)
  demandStrong(oid === pbes2Oids.pbkdf2, `its key is derived by ${oid}, which is not PBKDF2`)
  const [saltValue, count, ...rest] = readSequence(parameters, what)
  const salt = readOctets(saltValue, 'the salt')
  demandStrong(salt.length >= leastSaltBytes, `its salt has ${salt.length} bytes`)
  // Between them may stand the length of the key, which the cipher says as well. Absent, it is HMAC-SHA-1.
  const prfName = rest.length === 0 ? undefined : readSequenceOid(rest.at(-1))
  const prf = prfs.get(prfName ?? '')
  demandStrong(prf !== undefined, `PBKDF2 is with ${prfName ?? 'HMAC-SHA-1'}, which is not HMAC-SHA-256, -384 or -512`)
  return { salt, iterations: demandIterations(count, 'PBKDF2'), prf }
}

function readSequenceOid(value: Der | undefined): string | undefined {
  return value?.constructed ? readObjectIdentifier(readSequence(value, what)[0], what) : undefined
}

function readCipher(value: Der | undefined): Pick<Pbes2, 'cipher' | 'keyBytes' | 'iv'> {
  const [name, iv] = readSequence(value, what, 2)
  const oid = readObjectIdentifier(name, what)
  const cipher = ciphers.get(oid)
  demandStrong(cipher !== undefined, `it is encrypted by ${oid}, which is not AES in CBC mode`)
  return { cipher: cipher.name, keyBytes: cipher.keyBytes, iv: readOctets(iv, 'the IV') }
}
