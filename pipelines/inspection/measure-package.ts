import { createHash } from 'node:crypto'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import { FixityMeter } from '#archive-schema/evidence/digest.ts'
import type { Fixity } from '#archive-schema/fixity.ts'

/** Where the bytes of one file lie in the package. */
export type Extent = { readonly path: string; readonly dataOffset: number; readonly bytes: number }

/** What the bytes of a package are. */
export type MeasuredPackage = {
  readonly bytes: number
  /** SHA-256 of the whole. Its SM3 would cost as much as all else together and say nothing more: SM3 covers every file. */
  readonly sha256: string
  /** Size and both digests of every file, by path. */
  readonly files: ReadonlyMap<string, Fixity>
}

/** Measures the package and the files in it while its bytes stream by once. Memory: one chunk. */
export async function measurePackage(container: ContentReader, extents: readonly Extent[]): Promise<MeasuredPackage> {
  const whole = createHash('sha256')
  const files = new FileMeters(extents)
  let position = 0
  for await (const chunk of container.stream()) {
    whole.update(chunk)
    files.update(chunk, position)
    position += chunk.length
  }
  return { bytes: position, sha256: whole.digest('hex'), files: files.finish() }
}

/** Deals out the bytes that stream by to the files in which they lie. */
class FileMeters {
  readonly #waiting: Extent[]
  readonly #measured = new Map<string, Fixity>()
  #meter = new FixityMeter()

  constructor(extents: readonly Extent[]) {
    // An empty file comes before the one that begins at the same place.
    this.#waiting = extents.toSorted((one, other) => one.dataOffset - other.dataOffset || one.bytes - other.bytes)
  }

  update(chunk: Uint8Array, position: number): void {
    const end = position + chunk.length
    for (let file = this.#waiting[0]; file !== undefined && file.dataOffset < end; file = this.#waiting[0]) {
      const fileEnd = file.dataOffset + file.bytes
      this.#meter.update(chunk.subarray(Math.max(file.dataOffset - position, 0), fileEnd - position))
      if (fileEnd > end) return
      this.#complete(file)
    }
  }

  /** A file whose bytes did not all stream by is not among the results. */
  finish(): ReadonlyMap<string, Fixity> {
    return this.#measured
  }

  #complete(file: Extent): void {
    this.#measured.set(file.path, this.#meter.finish())
    this.#meter = new FixityMeter()
    this.#waiting.shift()
  }
}
