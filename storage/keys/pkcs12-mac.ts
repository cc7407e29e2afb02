import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { type Der, smallInteger } from '#archive-schema/evidence/der.ts'
import { readObjectIdentifier, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import { demandStrong } from './key-weak.ts'
import { demandIterations } from './pbes2.ts'

/** The digests of a MAC that are accepted, with the bytes of a block of each. */
const digests: ReadonlyMap<string, { readonly name: string; readonly block: number }> = new Map([
  ['2.16.840.1.101.3.4.2.1', { name: 'sha256', block: 64 }],
  ['2.16.840.1.101.3.4.2.2', { name: 'sha384', block: 128 }],
  ['2.16.840.1.101.3.4.2.3', { name: 'sha512', block: 128 }],
])
/** Says that the derived key is one of a MAC (RFC 7292 B.3). */
const macPurpose = 3

/**
 * Whether the MAC of a PKCS#12 file (MacData, RFC 7292 4) is of its content and this passphrase. Throws `SIGNER_KEY_WEAK` where there
 * is none, and where it makes the passphrase easier to guess than the encryption does.
 */
export function isMacOf(content: Uint8Array, macData: Der | undefined, passphrase: string): boolean {
  demandStrong(macData !== undefined, 'the PKCS#12 file has no MAC')
  const [info, saltValue, count = smallInteger(1)] = readSequence(macData, 'MacData')
  const [algorithm, expected] = readSequence(info, 'DigestInfo', 2)
  const oid = readObjectIdentifier(readSequence(algorithm, 'DigestInfo')[0], 'DigestInfo')
  const digest = digests.get(oid)
  demandStrong(digest !== undefined, `the MAC of the PKCS#12 file is by ${oid}, which is not SHA-256, -384 or -512`)
  const iterations = demandIterations(count, 'the MAC of the PKCS#12 file')
  const key = macKey(passphrase, readOctets(saltValue, 'the salt of the MAC'), { ...digest, iterations })
  const found = createHmac(digest.name, key).update(content).digest()
  const mac = readOctets(expected, 'the MAC')
  return mac.length === found.length && timingSafeEqual(mac, found)
}

/** RFC 7292 B.2 for a key as long as the digest, which takes one round. */
function macKey(
  passphrase: string,
  salt: Buffer,
  { name, block, iterations }: { readonly name: string; readonly block: number; readonly iterations: number },
): Buffer {
  let key = Buffer.concat([Buffer.alloc(block, macPurpose), filled(salt, block), filled(bmpString(passphrase), block)])
  for (let i = 0; i < iterations; i += 1) key = hash(name, key, 'buffer')
  return key
}

/** The bytes over and over, up to a whole number of blocks. */
function filled(bytes: Buffer, block: number): Buffer {
  return Buffer.alloc(Math.ceil(bytes.length / block) * block, bytes)
}

/** UTF-16, big-endian, with a zero at the end (RFC 7292 B.1). */
function bmpString(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le').swap16()
}
