import { holdsControls, markedEncoding, type TextEncoding } from '#archive-schema/formats/text-encoding.ts'
import type { ContentWindow } from './content-window.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged, unknownFormat } from './refusals.ts'

/**
 * Plain text and CSV: the whole file is UTF-8, or else the whole file is GB 18030, and it holds no control characters.
 * UTF-16 is refused (`FORMATS_UNKNOWN`): it is not an archival encoding.
 */
export async function examineText({ file, content }: Examination): Promise<Examined> {
  const marked = markedEncoding(await content.read(0, 3))
  if (marked === 'utf-16le' || marked === 'utf-16be') throw unknownFormat(file, `text in ${marked}`)
  const possible: readonly TextEncoding[] = marked === undefined ? ['utf-8', 'gb18030'] : [marked]
  for (const encoding of possible) if (await isThroughout(content, encoding)) return {}
  throw damaged(file, `text that is not ${possible.join(' or ')} throughout`)
}

async function isThroughout(content: ContentWindow, encoding: TextEncoding): Promise<boolean> {
  const decoder = new TextDecoder(encoding, { fatal: true })
  for await (const chunk of content.stream()) {
    const text = decodePart(decoder, chunk)
    if (text === undefined || holdsControls(text)) return false
  }
  return decodePart(decoder, undefined) !== undefined
}

/** The next part of a text, or with nothing its end; `undefined` if it is not in the encoding. */
function decodePart(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array | undefined): string | undefined {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
