import { extensionOf } from '#archive-schema/formats/format-agreement.ts'
import { headBytes, identifyFormat } from '#archive-schema/formats/identify-format.ts'
import { readEntry } from '../zip.ts'
import { named, type OfdPart, type OfdParts, resolvePlace } from './ofd-parts.ts'
import { childrenOf } from './xml-elements.ts'

/** Attachments that are no text, by their bytes and not by what their list says of them. */
export async function foreignAttachments(parts: OfdParts): Promise<readonly string[]> {
  const found: string[] = []
  for (const { part, element } of named(parts, 'Attachment')) {
    const [place] = childrenOf(element, 'FileLoc')
    const name = place === undefined ? undefined : attachedName(parts, part, place.text)
    if (name === undefined) found.push(`${part.name}：${element.attributes.get('Name') ?? '∅'} 没有文件`)
    else if (!(await isText(parts, name))) found.push(name)
  }
  return found
}

function attachedName({ container }: OfdParts, part: OfdPart, place: string): string | undefined {
  const name = resolvePlace(part.name, place)
  return container.entries.some((entry) => entry.name === name) ? name : undefined
}

async function isText({ container }: OfdParts, name: string): Promise<boolean> {
  const entry = container.entries.find((one) => one.name === name)
  if (entry === undefined) return false
  const content = await readEntry(container.file, container.content, entry)
  const format = identifyFormat(content.subarray(0, headBytes), extensionOf(name))
  return format?.kind === 'text' || format?.kind === 'data'
}
