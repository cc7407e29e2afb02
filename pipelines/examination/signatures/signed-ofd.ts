import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import type { OfdContainer } from '../ofd.ts'
import {
  type ListedSignature,
  readListPaths,
  readSignatureFile,
  readSignatureList,
  type SignatureFile,
} from './ofd-signature-file.ts'

/** More signatures than these in an OFD are not verified: each costs a pass over the file. */
const maxSignatures = 100

/** An OFD with its signatures. */
export type SignedOfd = OfdContainer & {
  readonly signatures: readonly ListedSignature[]
  /** Every file that signatures consist of: lists, signature files, signature values, seals. */
  readonly signatureFiles: ReadonlySet<string>
}

/** Opens the lists of signatures; a signature file that cannot be read adds nothing. Throws as `readListPaths`. */
export async function openSignatures(container: OfdContainer): Promise<SignedOfd> {
  const listPaths = new Set(await readListPaths(container))
  refuseTooMany(container.file, listPaths.size)
  const signatures: ListedSignature[] = []
  for (const path of listPaths) signatures.push(...(await readSignatureList(container, path)))
  refuseTooMany(container.file, signatures.length)
  const signatureFiles = new Set([...listPaths, ...signatures.map(({ path }) => path)])
  for (const { path } of signatures) {
    const read = await attempt(() => readSignatureFile(container, path))
    if ('value' in read) for (const own of ownPaths(read.value)) signatureFiles.add(own)
  }
  return { ...container, signatures, signatureFiles }
}

function ownPaths({ sealPath, signedValuePath }: SignatureFile): readonly string[] {
  return sealPath === undefined ? [signedValuePath] : [signedValuePath, sealPath]
}

function refuseTooMany(file: string, found: number): void {
  if (found <= maxSignatures) return
  throw new ArchiveError({ code: 'LIMITS_SIZE', file, found: `${found} signatures`, expected: `${maxSignatures}` })
}
