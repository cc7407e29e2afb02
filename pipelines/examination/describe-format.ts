import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { identifyVersion, namedVersion, versionWindowBytes } from '#archive-schema/formats/identify-version.ts'
import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'

type VersionFound = { readonly version?: string; readonly pronom?: string }

/** 文件格式 of an examined file: its version, and the PRONOM identifier of that version or of the format. */
export async function describeFormat(examination: Examination, examined: Examined): Promise<ContentFormat> {
  const { format } = examination
  const found = await versionOf(examination, examined)
  const pronom = found?.pronom ?? format.pronom
  return {
    id: format.id,
    mediaType: format.mediaType,
    extension: format.extensions[0] ?? format.id,
    ...(found?.version === undefined ? {} : { version: found.version }),
    ...(pronom === undefined ? {} : { pronom }),
  }
}

/** What the file claims to be goes before what its structure says, and that before what its first bytes say. */
async function versionOf(
  { format, content, inside }: Examination,
  { version, claims }: Examined,
): Promise<VersionFound | undefined> {
  const head = await content.read(0, versionWindowBytes)
  const text = claims ?? inside ?? (await windowText(content, head))
  const found = identifyVersion(format, { head, text })
  if (version === undefined || found?.patterns !== undefined) return found
  return namedVersion(format, version) ?? { version }
}

async function windowText(content: ContentWindow, head: Buffer): Promise<string> {
  const start = head.toString('latin1')
  const tail = await content.read(Math.max(head.length, content.bytes - versionWindowBytes), versionWindowBytes)
  return start + tail.toString('latin1')
}
