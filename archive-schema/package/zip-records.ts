/**
 * The records of a ZIP file (PKWARE APPNOTE 6.3) as our packages have them: stored entries with UTF-8 names, no data
 * descriptors, ZIP64 only where a number does not fit. One fixed time and no place for the machine that wrote it, so the
 * same entries give the same bytes everywhere.
 */

/** An entry of the package and where its local header lies. */
export type ZipEntry = {
  readonly name: string
  readonly bytes: number
  readonly crc32: number
  readonly offset: number
}

/** Local file header: stands right before the bytes of the entry. */
export function localHeader(entry: ZipEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.name)
  const large = entry.bytes >= limit32
  const extra = large ? zip64Extra([entry.bytes, entry.bytes]) : nothing
  return record(
    [
      [4, 0x04034b50],
      ...sharedFields(entry),
      [4, large ? limit32 : entry.bytes],
      [4, large ? limit32 : entry.bytes],
      [2, name.length],
      [2, extra.length],
    ],
    name,
    extra,
  )
}

/** Central directory of all entries, in their order. */
export function centralDirectory(entries: readonly ZipEntry[]): Uint8Array {
  return concat(entries.map(centralRecord))
}

/** What follows the central directory: the end record, and before it the ZIP64 end records where a number does not fit. */
export function endRecords(directory: {
  readonly entries: number
  readonly bytes: number
  readonly offset: number
}): Uint8Array {
  const { entries, bytes, offset } = directory
  const large = entries >= limit16 || bytes >= limit32 || offset >= limit32
  const end = record([
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(entries, limit16)],
    [2, Math.min(entries, limit16)],
    [4, Math.min(bytes, limit32)],
    [4, Math.min(offset, limit32)],
    [2, 0],
  ])
  return large ? concat([zip64EndRecords(directory), end]) : end
}

/** Values that stand for “see the ZIP64 record”. */
const limit16 = 0xffff
const limit32 = 0xffffffff

/** 2.0: stored entries; 4.5: ZIP64. */
const version = { plain: 20, zip64: 45 }
/** Made by UNIX, so that the mode below is understood. */
const madeBy = (3 << 8) | version.zip64
const utf8Names = 0x0800
const stored = 0
/** 1980-01-01 00:00:00, the earliest time that the format can write; the true times stand in the metadata. */
const fixedTime = 0
const fixedDate = 0x0021
/** Regular file, rw-r--r--. */
const regularFile = 0o100644 * 0x10000

const nothing = new Uint8Array(0)

type Field = readonly [width: 2 | 4 | 8, value: number]

/** The fields that local header and central record share. */
function sharedFields({ bytes, offset, crc32 }: ZipEntry): Field[] {
  const large = bytes >= limit32 || offset >= limit32
  return [
    [2, large ? version.zip64 : version.plain],
    [2, utf8Names],
    [2, stored],
    [2, fixedTime],
    [2, fixedDate],
    [4, crc32],
  ]
}

function centralRecord(entry: ZipEntry): Uint8Array {
  const name = new TextEncoder().encode(entry.name)
  const sizes = entry.bytes >= limit32 ? [entry.bytes, entry.bytes] : []
  const extra = zip64Extra(entry.offset >= limit32 ? [...sizes, entry.offset] : sizes)
  return record(
    [
      [4, 0x02014b50],
      [2, madeBy],
      ...sharedFields(entry),
      [4, Math.min(entry.bytes, limit32)],
      [4, Math.min(entry.bytes, limit32)],
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, regularFile],
      [4, Math.min(entry.offset, limit32)],
    ],
    name,
    extra,
  )
}

function zip64EndRecords({ entries, bytes, offset }: { entries: number; bytes: number; offset: number }): Uint8Array {
  const end = record([
    [4, 0x06064b50],
    [8, 44],
    [2, madeBy],
    [2, version.zip64],
    [4, 0],
    [4, 0],
    [8, entries],
    [8, entries],
    [8, bytes],
    [8, offset],
  ])
  const locator = record([
    [4, 0x07064b50],
    [4, 0],
    [8, offset + bytes],
    [4, 1],
  ])
  return concat([end, locator])
}

function zip64Extra(numbers: readonly number[]): Uint8Array {
  if (numbers.length === 0) return nothing
  return record([[2, 0x0001], [2, numbers.length * 8], ...numbers.map((number): Field => [8, number])])
}

function record(fields: readonly Field[], ...tails: readonly Uint8Array[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(fields.reduce((sum, [width]) => sum + width, 0)))
  let at = 0
  for (const [width, value] of fields) {
    if (width === 2) view.setUint16(at, value, true)
    else if (width === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
    at += width
  }
  return concat([new Uint8Array(view.buffer), ...tails])
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
