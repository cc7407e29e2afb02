import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { decodeAs } from '#archive-schema/formats/text-encoding.ts'
import type { ContentLimits } from './content-limits.ts'
import type { ContentWindow } from './content-window.ts'
import { damaged, encrypted, expandsTooFar, unknownFormat } from './refusals.ts'

/** One entry of a ZIP: where its stored bytes lie, and what it says of itself. */
export type ZipEntry = {
  readonly name: string
  readonly isDeflated: boolean
  readonly crc32: number
  readonly expandedBytes: number
  /** The entry with its local header and stored bytes, from `headerStart` to `end`. */
  readonly headerStart: number
  readonly start: number
  readonly end: number
}

const method = { stored: 0, deflated: 8 } as const
const flag = { encrypted: 0x1, utf8: 0x800 } as const
/** File types of Unix in the external attributes: none, regular, folder. All others are links, pipes and devices. */
const fileType = { mask: 0o170000, plain: [0, 0o100000, 0o040000] as readonly number[] } as const

/**
 * The entries of a ZIP by its central directory. Throws for encrypted entries, links and devices, names that lead outside, unknown
 * compression, too many entries, and for what does not fit together: overlapping entries, two of one name, a local
 * header with another name. Nothing is expanded.
 */
export async function listZip(file: string, content: ContentWindow, limits: ContentLimits): Promise<ZipEntry[]> {
  const access = new WindowAccess(content)
  try {
    const zip = await fromRandomAccessReaderPromise(access, content.bytes, { decodeStrings: false, autoClose: false })
    if (zip.entryCount > limits.maxEntries) {
      throw expandsTooFar(file, `${zip.entryCount} entries`, `${limits.maxEntries} entries`)
    }
    const entries: ZipEntry[] = []
    for await (const entry of zip.eachEntry()) entries.push(await readEntry(file, zip, entry))
    refuseConflicts(file, entries)
    return entries
  } catch (error) {
    throw access.failure ?? refusalOf(file, error)
  }
}

/** Lets yauzl read through the window, and remembers when it was the reading that failed and not the ZIP. */
class WindowAccess extends RandomAccessReader {
  failure: unknown
  readonly #content: ContentWindow

  constructor(content: ContentWindow) {
    super()
    this.#content = content
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, bytesRead?: number) => void,
  ): void {
    this.#content.read(position, length).then(
      (bytes) => done(null, bytes.copy(buffer, offset)),
      (error: Error) => {
        this.failure = error
        done(error)
      },
    )
  }
}

// yauzl says what is wrong in words only; that it cannot read an entry encrypted as a whole is the one case that
// matters.
function refusalOf(file: string, error: unknown): ArchiveError {
  if (error instanceof ArchiveError) return error
  const message = messageOf(error)
  return message.includes('encryption') ? encrypted(file, message) : damaged(file, `ZIP: ${message}`, error)
}

async function readEntry(file: string, zip: ZipFile, entry: Entry): Promise<ZipEntry> {
  const name = entryName(entry)
  if ((entry.generalPurposeBitFlag & flag.encrypted) !== 0) throw encrypted(file, name)
  refusePath(file, name)
  const type = (entry.externalFileAttributes >>> 16) & fileType.mask
  if (!fileType.plain.includes(type)) throw new ArchiveError({ code: 'PATHS_LINK', file: `${file}/${name}` })
  const isDeflated = entry.compressionMethod === method.deflated
  if (!isDeflated && entry.compressionMethod !== method.stored) {
    throw unknownFormat(file, `ZIP compression method ${entry.compressionMethod}`)
  }
  const local = await zip.readLocalFileHeaderPromise(entry)
  if (!local.fileName.equals(entry.fileNameRaw)) throw damaged(file, `ZIP entry ${name} has two names`)
  const start = local.fileDataStart
  return {
    name,
    isDeflated,
    crc32: entry.crc32,
    expandedBytes: entry.uncompressedSize,
    headerStart: entry.relativeOffsetOfLocalHeader,
    start,
    end: start + entry.compressedSize,
  }
}

// Without the flag the name is in the code page of the machine that made it: in this country GBK.
function entryName({ fileNameRaw, generalPurposeBitFlag }: Entry): string {
  const isUtf8 = (generalPurposeBitFlag & flag.utf8) !== 0
  const name = decodeAs(fileNameRaw, 'utf-8', false) ?? (isUtf8 ? undefined : decodeAs(fileNameRaw, 'gb18030', false))
  return (name ?? fileNameRaw.toString('latin1')).replaceAll('\\', '/')
}

function refusePath(file: string, name: string): void {
  if (/^(?:\/|[a-z]:)/i.test(name)) throw new ArchiveError({ code: 'PATHS_ABSOLUTE', file, field: name })
  if (name.split('/').includes('..')) throw new ArchiveError({ code: 'PATHS_TRAVERSAL', file, field: name })
}

function refuseConflicts(file: string, entries: readonly ZipEntry[]): void {
  const names = new Set<string>()
  let end = 0
  for (const entry of entries.toSorted((a, b) => a.headerStart - b.headerStart)) {
    if (names.has(entry.name)) throw damaged(file, `ZIP with two entries named ${entry.name}`)
    if (entry.headerStart < end) throw damaged(file, `ZIP entry ${entry.name} overlaps another`)
    names.add(entry.name)
    end = entry.end
  }
}
