const sectorBytes = 512
const entryBytes = 128

/** An OLE2 compound file (MS-CFB) whose directory has streams of these names, and nothing in them. */
export function oleFile(names: readonly string[]): Buffer {
  const entries = ['Root Entry', ...names].map(directoryEntry)
  const perSector = sectorBytes / entryBytes
  const directory = Buffer.concat(entries)
  const sectors = Math.ceil(entries.length / perSector)
  const padded = Buffer.concat([directory, Buffer.alloc(sectors * sectorBytes - directory.length)])
  return Buffer.concat([header(), allocationTable(sectors), padded])
}

/** Sector 0 is the allocation table, the directory follows. */
function header(): Buffer {
  const head = Buffer.alloc(sectorBytes)
  head.set(Buffer.from('d0cf11e0a1b11ae1', 'hex'))
  head.writeUInt16LE(0x3e, 24)
  head.writeUInt16LE(3, 26)
  head.writeUInt16LE(0xfffe, 28)
  head.writeUInt16LE(9, 30)
  head.writeUInt16LE(6, 32)
  head.writeUInt32LE(1, 44)
  head.writeUInt32LE(1, 48)
  head.fill(0xff, 76)
  head.writeUInt32LE(0, 76)
  return head
}

function allocationTable(sectors: number): Buffer {
  const table = Buffer.alloc(sectorBytes, 0xff)
  table.writeUInt32LE(0xffff_fffd, 0)
  for (let index = 1; index <= sectors; index++) {
    table.writeUInt32LE(index === sectors ? 0xffff_fffe : index + 1, index * 4)
  }
  return table
}

function directoryEntry(name: string): Buffer {
  const entry = Buffer.alloc(entryBytes)
  entry.write(name, 'utf16le')
  entry.writeUInt16LE((name.length + 1) * 2, 64)
  entry.writeUInt8(name === 'Root Entry' ? 5 : 2, 66)
  return entry
}
