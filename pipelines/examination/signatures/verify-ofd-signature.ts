import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { digestOf } from '#archive-schema/signatures/algorithms.ts'
import { verifyDigestSignature } from '#archive-schema/signatures/cms-signature.ts'
import { isMessage } from '#archive-schema/signatures/read-seal-signature.ts'
import { verifySealSignature } from '#archive-schema/signatures/seal-signature.ts'
import { digestBytes } from '#archive-schema/signatures/signed-data.ts'
import type { TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import { type SignatureVerdict, Verification } from '#archive-schema/signatures/verdict.ts'
import { readEntry } from '../zip.ts'
import { expandEntry } from '../zip-expansion.ts'
import { type ListedSignature, readSignatureFile, type SignatureFile } from './ofd-signature-file.ts'
import type { SignedOfd } from './signed-ofd.ts'

const maxSignatureBytes = 8 * 2 ** 20
/** 杂凑方法 by name or identifier; absent it is MD5 (GB/T 33190-2016 18.2.2). */
const checkMethods: ReadonlyMap<string, string> = new Map(
  Object.entries({
    SM3: '1.2.156.10197.1.401',
    SHA1: '1.3.14.3.2.26',
    'SHA-1': '1.3.14.3.2.26',
    SHA256: '2.16.840.1.101.3.4.2.1',
    'SHA-256': '2.16.840.1.101.3.4.2.1',
    MD5: '1.2.840.113549.2.5',
  }),
)

/** OFD 电子签章或数字签名: verifies the digests of every referenced file, then what signs the list of them. */
export async function verifyOfdSignature(
  container: SignedOfd,
  listed: ListedSignature,
  anchors: TrustAnchors,
): Promise<SignatureVerdict> {
  const log = new Verification()
  await verify(log, container, listed, anchors)
  return log.verdict(listed.type === 'Seal' ? 'ofd-seal' : 'ofd-signature', listed.path)
}

async function verify(
  log: Verification,
  container: SignedOfd,
  { path }: ListedSignature,
  anchors: TrustAnchors,
): Promise<void> {
  const file = await log.step('structure', () => readSignatureFile(container, path))
  if (file === undefined) return
  learnUncovered(log, container, file)
  await log.step('references', () => verifyReferences(container, file))
  const value = await log.step('structure', () => readSmallEntry(container, file.signedValuePath))
  const isPlain = value === undefined ? undefined : await log.step('structure', () => isMessage(value))
  if (value === undefined || isPlain === undefined) return
  const signed = () => entryBytes(container, path)
  if (isPlain) return verifyDigestSignature(log, value, signed, anchors)
  const signature = await verifySealSignature(log, value, { path, bytes: signed }, anchors)
  const { sealPath } = file
  if (signature === undefined || sealPath === undefined) return
  await log.step('sealSignature', async () => {
    const isSame = (await readSmallEntry(container, sealPath)).equals(signature.sealBytes)
    demandOfSignature(isSame, `${sealPath} is another seal than that of the signature`)
  })
}

/** 防夹带 (GM/T 0099-2020): what no reference names could be exchanged. Later signatures add files of their own. */
function learnUncovered(
  log: Verification,
  { entries, signatureFiles }: SignedOfd,
  { references }: SignatureFile,
): void {
  const covered = new Set([...signatureFiles, ...references.map(({ path }) => path)])
  const uncoveredFiles = entries.map(({ name }) => name).filter((name) => !name.endsWith('/') && !covered.has(name))
  if (uncoveredFiles.length > 0) log.learn({ uncoveredFiles })
}

/** Every referenced file, once, has the digest that is listed for it. Throws with all that have not. */
async function verifyReferences(container: SignedOfd, { checkMethod = 'MD5', references }: SignatureFile) {
  const digest = digestOf(checkMethods.get(checkMethod.toUpperCase()) ?? checkMethod)
  const listed = new Map(references.map(({ path, checkValue }) => [path, checkValue]))
  demandOfSignature(listed.size === references.length, 'a file is referenced twice')
  const wrong: string[] = []
  for (const [path, checkValue] of listed) {
    const isThere = container.entries.some(({ name }) => name === path)
    const found = isThere ? await digestBytes(digest, () => entryBytes(container, path)) : undefined
    if (found?.equals(Buffer.from(checkValue, 'base64')) !== true) wrong.push(path)
  }
  demandOfSignature(wrong.length === 0, `other content or none: ${wrong.join(', ')}`)
}

async function readSmallEntry(container: SignedOfd, path: string): Promise<Buffer> {
  const entry = entryOf(container, path)
  demandSupported(entry.expandedBytes <= maxSignatureBytes, `${path} has ${entry.expandedBytes} bytes`)
  return readEntry(container.file, container.content, entry)
}

function entryBytes(container: SignedOfd, path: string): AsyncIterable<Uint8Array> {
  return expandEntry(container.file, container.content, entryOf(container, path))
}

function entryOf({ entries }: SignedOfd, path: string) {
  const entry = entries.find(({ name }) => name === path)
  demandOfSignature(entry !== undefined, `${path} is not in the file`)
  return entry
}
