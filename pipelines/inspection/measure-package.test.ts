import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bytesReader, type ContentReader } from '#archive-schema/content-reader.ts'
import { digestHex, measureBytes } from '#archive-schema/evidence/digest.ts'
import { type Extent, measurePackage } from './measure-package.ts'

/** A reader that streams in chunks of the given sizes, over and over. */
function chunkedReader(bytes: Uint8Array, sizes: readonly number[]): ContentReader {
  return {
    ...bytesReader(bytes),
    async *stream() {
      for (let at = 0, i = 0; at < bytes.length; i += 1) {
        const end = at + (sizes[i % sizes.length] ?? 1)
        yield bytes.subarray(at, end)
        at = end
      }
    },
  }
}

/** Files one after the other, each behind so many bytes that belong to none. */
function layOut(files: readonly { readonly gap: number; readonly bytes: number }[]): Extent[] {
  let dataOffset = 0
  return files.map(({ gap, bytes }, i) => {
    const extent = { path: `file ${i}`, dataOffset: dataOffset + gap, bytes }
    dataOffset += gap + bytes
    return extent
  })
}

const layout = fc.array(fc.record({ gap: fc.nat(20), bytes: fc.nat(40) }), { maxLength: 6 }).map(layOut)

test('measures the whole and every file, however the bytes stream by and in whatever order the files are named', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(
      layout,
      sizes,
      fc.uint8Array({ minLength: 400, maxLength: 400 }),
      async (extents, chunks, bytes) => {
        const measured = await measurePackage(chunkedReader(bytes, chunks), extents.toReversed())
        expect([measured.bytes, measured.sha256]).toEqual([400, digestHex('sha256', bytes)])
        expect(measured.files).toEqual(
          new Map(
            extents.map((file) => [
              file.path,
              measureBytes(bytes.subarray(file.dataOffset, file.dataOffset + file.bytes)),
            ]),
          ),
        )
      },
    ),
  )
})

test('does not measure a file of which bytes are missing', async () => {
  const extents = [
    { path: 'whole', dataOffset: 0, bytes: 4 },
    { path: 'cut', dataOffset: 4, bytes: 4 },
  ]
  const { files } = await measurePackage(bytesReader(new Uint8Array(7)), extents)
  expect([...files.keys()]).toEqual(['whole'])
})
