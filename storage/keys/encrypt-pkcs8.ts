import { createCipheriv, type KeyObject, pbkdf2, randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import {
  algorithmIdentifier,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
} from '#archive-schema/evidence/der.ts'
import { formatPem } from '#archive-schema/evidence/pem.ts'

const derive = promisify(pbkdf2)
/** Node's own export takes 2,048 iterations and cannot be told otherwise. */
const iterations = 600_000
const oids = {
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacWithSha256: '1.2.840.113549.2.9',
  aes256Cbc: '2.16.840.1.101.3.4.1.42',
}

/** PEM of a private key as encrypted PKCS#8 (RFC 5958): PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC (RFC 8018). */
export async function encryptPkcs8(privateKey: KeyObject, passphrase: string): Promise<string> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)]
  const cipher = createCipheriv('aes-256-cbc', await derive(passphrase, salt, iterations, 32, 'sha256'), iv)
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' })
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()])
  const count = Buffer.alloc(4)
  count.writeUInt32BE(iterations)
  const derivation = sequence(
    objectIdentifier(oids.pbkdf2),
    sequence(
      octetString(salt),
      integer(count.subarray(count.findIndex((byte) => byte !== 0))),
      algorithmIdentifier({ oid: oids.hmacWithSha256, parameters: 'null' }),
    ),
  )
  const scheme = sequence(objectIdentifier(oids.aes256Cbc), octetString(iv))
  const algorithm = sequence(objectIdentifier(oids.pbes2), sequence(derivation, scheme))
  return formatPem('ENCRYPTED PRIVATE KEY', encodeDer(sequence(algorithm, octetString(encrypted))))
}
