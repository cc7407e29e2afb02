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
import { leastIterations, pbes2Oids } from './pbes2.ts'

const derive = promisify(pbkdf2)
/**
 * PEM of a private key as encrypted PKCS#8 (RFC 5958): PBES2 with PBKDF2, HMAC-SHA-256 and AES-256-CBC (RFC 8018). Node's own
 * export takes 2,048 iterations and cannot be told otherwise.
 */
export async function encryptPkcs8(privateKey: KeyObject, passphrase: string): Promise<string> {
  const [salt, iv] = [randomBytes(16), randomBytes(16)]
  const cipher = createCipheriv('aes-256-cbc', await derive(passphrase, salt, leastIterations, 32, 'sha256'), iv)
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' })
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final()])
  const count = Buffer.alloc(4)
  count.writeUInt32BE(leastIterations)
  const derivation = sequence(
    objectIdentifier(pbes2Oids.pbkdf2),
    sequence(
      octetString(salt),
      integer(count.subarray(count.findIndex((byte) => byte !== 0))),
      algorithmIdentifier({ oid: pbes2Oids.hmacWithSha256, parameters: 'null' }),
    ),
  )
  const scheme = sequence(objectIdentifier(pbes2Oids.aes256Cbc), octetString(iv))
  const algorithm = sequence(objectIdentifier(pbes2Oids.pbes2), sequence(derivation, scheme))
  return formatPem('ENCRYPTED PRIVATE KEY', encodeDer(sequence(algorithm, octetString(encrypted))))
}
