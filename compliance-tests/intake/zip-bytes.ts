import { crc32, deflateRawSync } from 'node:zlib'

/** One entry of a ZIP as it is written, true or false. */
export type ZipPart = {
  readonly name: string | Uint8Array
  readonly content: Uint8Array | string
  readonly deflate?: boolean
  /** Unix mode in the external attributes, e.g. `0o120777` for a link. */
  readonly mode?: number
  /** General purpose flags; those of UTF-8 names unless set. */
  readonly flags?: number
  readonly method?: number
  /** Marked as encrypted, with room for the header of the cipher. */
  readonly encrypted?: boolean
  /** The size out that is declared in place of the true one. */
  readonly declared?: number
  readonly crc?: number
  /** The name in the local header, if it is another. */
  readonly localName?: string
  /** No bytes of its own: the entry points to those of the entry before. */
  readonly shared?: boolean
}

/** An entry with what is stored of it. */
type Stored = {
  readonly part: ZipPart
  readonly name: Buffer
  readonly crc: number
  readonly bytes: number
  readonly stored: Buffer
}

/** Bytes of a ZIP (APPNOTE 4.3) with exactly these entries, however wrong they are; other libraries refuse to write such. */
export function zipBytes(parts: readonly ZipPart[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  let start = 0
  let last: Stored | undefined
  for (const part of parts) {
    const entry: Stored =
      last !== undefined && part.shared === true ? { ...last, part, name: nameOf(part.name) } : store(part)
    const local = part.shared === true ? Buffer.alloc(0) : localEntry(entry)
    if (part.shared !== true) start = offset
    directory.push(directoryEntry(entry, start))
    locals.push(local)
    offset += local.length
    last = entry
  }
  const central = Buffer.concat(directory)
  return Buffer.concat([...locals, central, endRecord(parts.length, central.length, offset)])
}

function store(part: ZipPart): Stored {
  const plain = Buffer.from(part.content as string)
  const packed = part.deflate === true ? deflateRawSync(plain, { level: 9 }) : plain
  const stored = part.encrypted === true ? Buffer.concat([Buffer.alloc(12), packed]) : packed
  return { part, name: nameOf(part.name), crc: part.crc ?? crc32(plain), bytes: part.declared ?? plain.length, stored }
}

function nameOf(name: string | Uint8Array): Buffer {
  return Buffer.from(name as string)
}

/** What local header and directory say alike: flags to length of the name (APPNOTE 4.4.4 to 4.4.10). */
function common({ part, crc, bytes, stored }: Stored, name: Buffer): Buffer {
  const head = Buffer.alloc(24)
  head.writeUInt16LE((part.flags ?? 0x800) | (part.encrypted === true ? 1 : 0), 0)
  head.writeUInt16LE(part.method ?? (part.deflate === true ? 8 : 0), 2)
  head.writeUInt16LE(0x21, 6)
  head.writeUInt32LE(crc, 8)
  head.writeUInt32LE(stored.length, 12)
  head.writeUInt32LE(bytes, 16)
  head.writeUInt16LE(name.length, 20)
  return head
}

function localEntry(entry: Stored): Buffer {
  const name = nameOf(entry.part.localName ?? entry.name)
  return Buffer.concat([Buffer.from('PK\x03\x04\x14\0', 'latin1'), common(entry, name), name, entry.stored])
}

function directoryEntry(entry: Stored, offset: number): Buffer {
  const tail = Buffer.alloc(14)
  tail.writeUInt32LE(((entry.part.mode ?? 0o100644) << 16) >>> 0, 6)
  tail.writeUInt32LE(offset, 10)
  // Made on Unix (3), so that the mode is one.
  const head = Buffer.from('PK\x01\x02\x14\x03\x14\0', 'latin1')
  return Buffer.concat([head, common(entry, entry.name), tail, entry.name])
}

function endRecord(entries: number, bytes: number, offset: number): Buffer {
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 'latin1')
  end.writeUInt16LE(entries, 8)
  end.writeUInt16LE(entries, 10)
  end.writeUInt32LE(bytes, 12)
  end.writeUInt32LE(offset, 16)
  return end
}
