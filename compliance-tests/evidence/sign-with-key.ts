import { ArchiveError } from '#archive-schema/archive-error.ts'
import { parseKeyReference } from '#storage/keys/key-reference.ts'
import { openSigningKey } from '#storage/keys/open-signing-key.ts'

// Signs in a process of its own: node sign-with-key.ts REFERENCE PASSPHRASE MESSAGE COUNT. Prints JSON.
const [reference = '', passphrase = '', message = '', count = '1'] = process.argv.slice(2)
try {
  const { signing } = await openSigningKey(parseKeyReference(reference), passphrase)
  const signatures: string[] = []
  for (let i = 0; i < Number(count); i++) {
    signatures.push(Buffer.from(await signing.sign(Buffer.from(message))).toString('base64'))
  }
  process.stdout.write(JSON.stringify({ algorithm: signing.algorithm, signatures }))
} catch (error) {
  if (!(error instanceof ArchiveError)) throw error
  process.stdout.write(JSON.stringify({ refused: `${error.code}: ${error.message}` }))
}
