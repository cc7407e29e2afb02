import type { ContentWindow } from './content-window.ts'

/** Fixed places in the header of a compound file (MS-CFB 2.2). */
const header = { bytes: 512, sectorShift: 30, directoryStart: 48, tableStart: 76, tables: 109 } as const
const directoryEntryBytes = 128
/** A document has a few dozen entries; no more sectors of the directory are looked at. */
const maxDirectorySectors = 1024
const endOfChain = 0xffff_fffa

/**
 * The names of streams and storages in an OLE2 compound file (MS-CFB), a line each: they tell Word from Excel, and what
 * is encrypted or holds macros. Of what is damaged, or lies beyond the 109 tables named in the header, no names are given.
 */
export async function listOleNames(content: ContentWindow): Promise<string> {
  const head = await content.read(0, header.bytes)
  if (head.length < header.bytes) return ''
  const shift = head.readUInt16LE(header.sectorShift)
  if (shift !== 9 && shift !== 12) return ''
  const sectorBytes = 1 << shift
  const names: string[] = []
  let sector = head.readUInt32LE(header.directoryStart)
  for (let seen = 0; sector < endOfChain && seen < maxDirectorySectors; seen++) {
    const directory = await content.read((sector + 1) * sectorBytes, sectorBytes)
    names.push(...namesIn(directory))
    sector = await nextSector(content, head, sector, sectorBytes)
  }
  return names.join('\n')
}

function namesIn(directory: Buffer): readonly string[] {
  const names: string[] = []
  for (let at = 0; at + directoryEntryBytes <= directory.length; at += directoryEntryBytes) {
    const bytes = directory.readUInt16LE(at + 64)
    if (bytes > 2 && bytes <= 64) names.push(directory.toString('utf16le', at, at + bytes - 2))
  }
  return names
}

/** The sector after this one by the sector allocation table. */
async function nextSector(content: ContentWindow, head: Buffer, sector: number, sectorBytes: number): Promise<number> {
  const perTable = sectorBytes / 4
  const table = Math.floor(sector / perTable)
  if (table >= header.tables) return endOfChain
  const tableSector = head.readUInt32LE(header.tableStart + table * 4)
  if (tableSector >= endOfChain) return endOfChain
  const at = (tableSector + 1) * sectorBytes + (sector % perTable) * 4
  const next = await content.read(at, 4)
  return next.length < 4 ? endOfChain : next.readUInt32LE(0)
}
