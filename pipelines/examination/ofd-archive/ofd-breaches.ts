import { extensionOf } from '#archive-schema/formats/format-agreement.ts'
import { type OfdRuleId, ofdArchive } from '#archive-schema/formats/ofd-archive.ts'
import { foreignAttachments } from './ofd-attachments.ts'
import { named, type OfdParts, type Placed } from './ofd-parts.ts'
import { childrenOf, type XmlElement } from './xml-elements.ts'

/** 偏离 (a breach of a rule): what was found, and in which file of the container. */
export type OfdBreach = { readonly rule: OfdRuleId; readonly found: string }

type Search = (parts: OfdParts) => readonly string[] | Promise<readonly string[]>

/** Everything in an OFD that the rules of OFD-A do not allow. Encryption is refused before. Throws as `readOfdParts`. */
export async function findOfdBreaches(parts: OfdParts): Promise<readonly OfdBreach[]> {
  const breaches: OfdBreach[] = []
  for (const [rule, search] of searches) {
    for (const found of await search(parts)) breaches.push({ rule, found })
  }
  return breaches
}

/** Whether the file says of itself that it is OFD-A. */
export function claimsArchive(parts: OfdParts): boolean {
  return mainElement(parts)?.attributes.get('DocType') === 'OFD-A'
}

const searches: readonly (readonly [OfdRuleId, Search])[] = [
  [
    'doc-type',
    (parts) => (claimsArchive(parts) ? [] : [`DocType ${mainElement(parts)?.attributes.get('DocType') ?? '∅'}`]),
  ],
  ['custom-metadata', (parts) => (named(parts, 'CustomData').length > 0 ? [] : ['没有自定义元数据 (CustomDatas)'])],
  [
    'single-document',
    (parts) => (named(parts, 'DocBody').length > 1 ? [`${named(parts, 'DocBody').length} 个文档`] : []),
  ],
  ['smuggled-file', ({ unreached }) => unreached],
  ['permissions', (parts) => named(parts, 'Permissions').map(nameIn)],
  ['view-preferences', (parts) => named(parts, 'VPreferences').map(nameIn)],
  ['actions', otherActions],
  ['extensions', (parts) => named(parts, 'Extensions').map(nameIn)],
  ['double-layer', pagesWithoutLayers],
  ['fonts-embedded', (parts) => named(parts, 'Font').filter(isLoose).map(fontIn)],
  ['image-formats', (parts) => named(parts, 'MultiMedia').filter(isOtherImage).map(mediaIn)],
  ['no-audio-video', (parts) => named(parts, 'MultiMedia').filter(isRecording).map(mediaIn)],
  ['colour-space', (parts) => named(parts, 'ColorSpace').filter(isOtherSpace).map(spaceIn)],
  ['attachments-text', foreignAttachments],
]

function mainElement({ parts }: OfdParts): XmlElement | undefined {
  return parts[0]?.elements[0]
}

function nameIn({ part, element }: Placed): string {
  return `${part.name}：${element.name}`
}

/** Actions (GB/T 33190 chapter 14) that are not Goto: URI, GotoA, Sound, Movie. */
function otherActions(parts: OfdParts): readonly string[] {
  return named(parts, 'Action').flatMap(({ part, element }) =>
    Object.keys(element.tree)
      .filter((kind) => kind !== 'Goto' && kind !== 'Region')
      .map((kind) => `${part.name}：Action/${kind}`),
  )
}

/** A page with a picture and text on which the picture is not in the background or the text not in the body. */
function pagesWithoutLayers(parts: OfdParts): readonly string[] {
  return parts.parts.flatMap((part) => {
    const layers = part.elements.filter(({ name }) => name === 'Layer')
    const kinds = (object: string) =>
      layers
        .filter((layer) => childrenOf(layer, object).length > 0)
        .map(({ attributes }) => attributes.get('Type') ?? 'Body')
    const [pictures, texts] = [kinds('ImageObject'), kinds('TextObject')]
    const isLayered = pictures.every((kind) => kind === 'Background') && texts.every((kind) => kind === 'Body')
    return pictures.length === 0 || texts.length === 0 || isLayered ? [] : [part.name]
  })
}

function isLoose({ element }: Placed): boolean {
  return childrenOf(element, 'FontFile').every(({ text }) => text === '')
}

function fontIn({ part, element }: Placed): string {
  return `${part.name}：${element.attributes.get('FontName') ?? '∅'}`
}

function isOtherImage({ element }: Placed): boolean {
  return element.attributes.get('Type') === 'Image' && !ofdArchive.imageFormats.includes(mediaFormat(element))
}

function isRecording({ element }: Placed): boolean {
  return ['Audio', 'Video'].includes(element.attributes.get('Type') ?? '')
}

function mediaFormat(element: XmlElement): string {
  const [file] = childrenOf(element, 'MediaFile')
  return (element.attributes.get('Format') ?? extensionOf(file?.text ?? '')).toLowerCase()
}

function mediaIn({ part, element }: Placed): string {
  return `${part.name}：${element.attributes.get('Type')} ${mediaFormat(element)}`
}

function isOtherSpace({ element }: Placed): boolean {
  return !ofdArchive.colourSpaces.includes((element.attributes.get('Type') ?? '').toUpperCase())
}

function spaceIn({ part, element }: Placed): string {
  return `${part.name}：${element.attributes.get('Type') ?? '∅'}`
}
