import { Readable } from 'node:stream'
import { createInflateRaw, inflateRawSync } from 'node:zlib'
import type { ContentWindow } from './content-window.ts'
import { damaged, expandsTooFar } from './refusals.ts'
import type { ZipEntry } from './zip-listing.ts'

/** Entries up to this size, in and out, are inflated at once: a stream for each would cost more than the work. */
const smallBytes = 1 << 20

/**
 * The bytes of an entry, a part at a time. Throws `LIMITS_EXPANSION` as soon as there are more than the entry
 * declares, and `FORMATS_DAMAGED` if there are fewer or they cannot be inflated.
 */
export async function* expandEntry(
  file: string,
  content: ContentWindow,
  entry: ZipEntry,
): AsyncGenerator<Uint8Array, void> {
  let bytes = 0
  for await (const chunk of inflatedChunks(file, content, entry)) {
    bytes += chunk.length
    if (bytes > entry.expandedBytes) throw beyondDeclared(file, entry)
    yield chunk
  }
  if (bytes < entry.expandedBytes) throw damaged(file, `ZIP entry ${entry.name} is shorter than it declares`)
}

async function* inflatedChunks(
  file: string,
  content: ContentWindow,
  entry: ZipEntry,
): AsyncGenerator<Uint8Array, void> {
  const { start, end, isDeflated, expandedBytes } = entry
  if (!isDeflated) {
    yield* content.stream(start, end)
  } else if (end - start <= smallBytes && expandedBytes <= smallBytes) {
    yield inflateAtOnce(file, await content.read(start, end - start), entry)
  } else {
    yield* inflateStream(file, content, entry)
  }
}

function inflateAtOnce(file: string, stored: Buffer, entry: ZipEntry): Buffer {
  try {
    // zlib wants room for one byte even where nothing comes out.
    return inflateRawSync(stored, { maxOutputLength: Math.max(1, entry.expandedBytes) })
  } catch (error) {
    if (error instanceof RangeError) throw beyondDeclared(file, entry)
    throw damaged(file, `ZIP entry ${entry.name} cannot be inflated`, error)
  }
}

async function* inflateStream(file: string, content: ContentWindow, entry: ZipEntry): AsyncGenerator<Uint8Array, void> {
  const source = Readable.from(content.stream(entry.start, entry.end), { objectMode: false })
  const inflate = createInflateRaw({ chunkSize: 1 << 16 })
  let failure: unknown
  source.once('error', (error) => {
    failure = error
    inflate.destroy(error)
  })
  try {
    yield* source.pipe(inflate)
  } catch (error) {
    throw failure ?? damaged(file, `ZIP entry ${entry.name} cannot be inflated`, error)
  } finally {
    source.destroy()
    inflate.destroy()
  }
}

function beyondDeclared(file: string, entry: ZipEntry): Error {
  const expected = `${entry.expandedBytes} bytes (${entry.name})`
  return expandsTooFar(file, `more than ${entry.expandedBytes} bytes`, expected)
}
