import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ArrangedFile } from '#archive-schema/arranged-case.ts'
import type { ContentReader } from '#archive-schema/content-reader.ts'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type DocumentText, textNotes } from '#archive-schema/recognised-text.ts'
import { formatTextLine, type RecordTextLine, recordTextHeader } from '#archive-schema/record-text.ts'
import { ObjectMeter } from '#storage/content/object-meter.ts'
import { writeFully } from '#storage/content/write-fully.ts'
import { arrangedOf, type CaseInProgress, stagedReader } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { remember, type Stage } from '../stage.ts'
import { newStagedName } from '../staged-object.ts'
import { inOrder } from './in-order.ts'
import type { OcrEngine } from './ocr-engine.ts'
import { recogniseDocument } from './recognise-document.ts'

/** 识别: reads every scanned page and takes the text of every born-digital one. The text is a derivative, never the record. */
export const recognitionStage: Stage<'recognition'> = {
  name: 'recognition',
  // Without an engine there is nothing to wait for.
  lane: ({ ocr }) => (ocr === undefined ? 'clerk' : 'reader'),
  onRefusal: 'review',
  async run(progress, tools) {
    const { ocr } = tools
    const result = ocr === undefined ? switchedOff : await recogniseCase(progress, tools, ocr)
    return { result }
  },
  restore: remember('recognition'),
}

/** Enough that an engine of some workers is never idle while a case has pages left. */
const documentsAtOnce = 4

const switchedOff = { state: 'off', pages: 0, recognisedPages: 0 } as const

async function recogniseCase(progress: CaseInProgress, tools: PipelineTools, ocr: OcrEngine) {
  const file = newStagedName('text.jsonl')
  const content = await tools.staging.open(progress.id)
  const writer = await TextWriter.create(join(await tools.staging.folder(progress.id), file))
  try {
    await writer.write(recordTextHeader)
    const recognise = (entry: ArrangedFile) => recogniseFile(entry, stagedReader(progress, content, entry.path), ocr)
    const { files } = arrangedOf(progress).arranged
    let document = 0
    for await (const { entry, text } of inOrder(files, documentsAtOnce, recognise)) {
      document += 1
      refuseUnread(entry, text)
      for (const line of textLines(document, entry, text, tools.profile)) await writer.write(line)
    }
    const fixity = await writer.finish()
    return { state: 'done', ...writer.pages, text: { file, fixity } } as const
  } catch (error) {
    await writer.abandon()
    throw error
  } finally {
    await content.close()
  }
}

async function recogniseFile(entry: ArrangedFile, reader: ContentReader, ocr: OcrEngine) {
  const scannedDpi = entry.listed.scan === undefined ? {} : { scannedDpi: entry.listed.scan.dpi }
  const text = await recogniseDocument({ name: entry.path, format: entry.format, reader, ...scannedDpi }, ocr)
  return { entry, text }
}

/** A scan of which no page could be read goes to a person; it is never passed over. */
function refuseUnread({ path, listed }: ArrangedFile, { note }: DocumentText): void {
  if (listed.scan === undefined || note === undefined) return
  throw new ArchiveError({ code: 'RECOGNITION_FAILED', file: path, found: textNotes[note].en })
}

function textLines(document: number, file: ArrangedFile, text: DocumentText, profile: Profile): RecordTextLine[] {
  const place = { document, path: contentPath(profile, file.folder, file.name) }
  const engine = text.engine === undefined ? {} : { engine: text.engine }
  const pages = text.pages.map((page): RecordTextLine => ({ ...place, ...engine, text: page }))
  return text.note === undefined ? pages : [{ ...place, note: text.note }, ...pages]
}

/** Writes the text object line by line, so that a case of a thousand pages needs no more memory than one document. */
class TextWriter {
  readonly #handle: Awaited<ReturnType<typeof open>>
  readonly #meter = new ObjectMeter()
  #pages = 0
  #recognisedPages = 0

  private constructor(handle: Awaited<ReturnType<typeof open>>) {
    this.#handle = handle
  }

  static async create(path: string): Promise<TextWriter> {
    return new TextWriter(await open(path, 'w'))
  }

  get pages(): { readonly pages: number; readonly recognisedPages: number } {
    return { pages: this.#pages, recognisedPages: this.#recognisedPages }
  }

  async write(line: RecordTextLine): Promise<void> {
    const bytes = Buffer.from(formatTextLine(line))
    this.#meter.update(bytes)
    await writeFully(this.#handle, bytes)
    if (!('text' in line)) return
    this.#pages += 1
    if (line.text.source === 'ocr') this.#recognisedPages += 1
  }

  async finish(): Promise<ObjectFixity> {
    await this.#handle.sync()
    await this.#handle.close()
    return this.#meter.finish()
  }

  abandon(): Promise<void> {
    return this.#handle.close()
  }
}
