import { posix } from 'node:path'
import { type OfdContainer, readXmlEntry } from '../ofd.ts'
import { elementsIn, type XmlElement } from './xml-elements.ts'

/** One XML file of an OFD that the main entry reaches. */
export type OfdPart = { readonly name: string; readonly elements: readonly XmlElement[] }

/** 文件树 (what the main entry of an OFD reaches), and what lies in the container besides. */
export type OfdParts = {
  readonly container: OfdContainer
  readonly parts: readonly OfdPart[]
  /** Files, not folders, to which no reachable part leads. */
  readonly unreached: readonly string[]
}

/** Elements and attributes of GB/T 33190 (and GB/T 38540 seals) whose value is the place of another file. */
const places = new Set([
  'DocRoot',
  'Signatures',
  'PublicRes',
  'DocumentRes',
  'PageRes',
  'Annotations',
  'CustomTags',
  'Attachments',
  'Extensions',
  'ExtendData',
  'FileLoc',
  'SchemaLoc',
  'FontFile',
  'MediaFile',
  'Profile',
  'SignedValue',
  'BaseLoc',
  'File',
])

const mainEntry = 'OFD.xml'

/**
 * Follows every place that a part names, from the main entry on. A place counts only where the standard has one: a path
 * in a text or in the list of a signature leads nowhere. Throws `FORMATS_DAMAGED`, `LIMITS_SIZE`, `ACTIVE-CONTENT_DTD`.
 */
export async function readOfdParts(container: OfdContainer): Promise<OfdParts> {
  const names = new Set(container.entries.map(({ name }) => name))
  const reached = new Set([mainEntry])
  const parts: OfdPart[] = []
  const waiting = [mainEntry]
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (!/\.xml$/i.test(name)) continue
    const part = { name, elements: [...elementsIn(await readXmlEntry(container, name))] }
    parts.push(part)
    for (const target of targetsOf(part, names)) {
      if (reached.has(target)) continue
      reached.add(target)
      waiting.push(target)
    }
  }
  return { container, parts, unreached: [...names].filter((name) => !name.endsWith('/') && !reached.has(name)) }
}

function targetsOf({ name, elements }: OfdPart, names: ReadonlySet<string>): readonly string[] {
  const folder = posix.dirname(name)
  // The files of resources lie below the folder that their list names.
  const base = elements.find((element) => element.name === 'Res')?.attributes.get('BaseLoc') ?? ''
  return elements.flatMap(placesIn).flatMap((place) => {
    const candidates = [resolve(folder, place), resolve(resolve(folder, base), place)]
    return candidates.filter((candidate) => names.has(candidate))
  })
}

function placesIn({ name, text, attributes }: XmlElement): readonly string[] {
  const own = places.has(name) && text !== '' ? [text] : []
  return [...own, ...[...attributes].flatMap(([key, value]) => (places.has(key) ? [value] : []))]
}

/** Where a place that a part names lies in the container: from the root, or relative to the part. */
export function resolvePlace(part: string, place: string): string {
  return resolve(posix.dirname(part), place)
}

function resolve(folder: string, place: string): string {
  return posix.resolve('/', folder, place).slice(1)
}

/** An element in its part. */
export type Placed = { readonly part: OfdPart; readonly element: XmlElement }

/** Every element of this name that the main entry reaches. */
export function named({ parts }: OfdParts, name: string): readonly Placed[] {
  return parts.flatMap((part) =>
    part.elements.filter((element) => element.name === name).map((element) => ({ part, element })),
  )
}
