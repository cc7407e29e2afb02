import { z } from 'zod'
import { EngineIdentity, PageText, type TextNote, textNotes } from './recognised-text.ts'

const noteCodes = Object.keys(textNotes) as [TextNote, ...TextNote[]]

/** What every line says of its document: its number in the record, from 1 in package order, and its path in the package. */
const document = { document: z.int().min(1), path: z.string().min(1) }

/**
 * 识别文本 (text of a record): a derivative object beside the package, never the record. JSON lines: first the header,
 * then for every document its pages in order, or a note that says why it has none.
 */
export const RecordTextLine = z.union([
  z.strictObject({ format: z.literal('guidang-record-text/1') }),
  z.strictObject({ ...document, note: z.enum(noteCodes) }),
  z.strictObject({ ...document, engine: EngineIdentity.exactOptional(), text: PageText }),
])
export type RecordTextLine = z.infer<typeof RecordTextLine>

/** One page of a document of the record. */
export type RecordPage = { readonly document: number; readonly path: string; readonly text: PageText }

export const recordTextHeader: RecordTextLine = { format: 'guidang-record-text/1' }

/** A line as it is written. */
export function formatTextLine(line: RecordTextLine): string {
  return `${JSON.stringify(line)}\n`
}

/** Every page in a stream of the object's bytes, in order. Throws on a line of another form. */
export async function* readRecordPages(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RecordPage> {
  for await (const line of lines(bytes)) {
    const parsed = RecordTextLine.parse(JSON.parse(line))
    if ('text' in parsed) yield { document: parsed.document, path: parsed.path, text: parsed.text }
  }
}

async function* lines(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let rest = ''
  for await (const chunk of bytes) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = parts.pop() ?? ''
    yield* parts
  }
  rest += decoder.decode()
  if (rest !== '') throw new Error('the text object does not end with a line end')
}
