import type { Box, RecognisedWord } from '#archive-schema/recognised-text.ts'
import type { GreyImage } from '#pipelines/recognition/page-image/page-image.ts'
import type { PreparedPage, Region } from '#pipelines/recognition/page-image/prepare-page.ts'
import { boxBeforeTurn } from '#pipelines/recognition/page-image/turn.ts'
import { repairText } from '#pipelines/recognition/text/text-repair.ts'
import { spreadOverLine } from '#pipelines/recognition/text/word-boxes.ts'
import type { RecognisedPage } from './ocr-engine.ts'
import { arrangeBlocks, type TextBlock } from './page-layout.ts'
import type { EngineLine, EngineParagraph, Layout } from './tesseract-worker.ts'

/** Reads one picture, whatever the engine behind. */
export type ReadPicture = (image: GreyImage, layout: Layout) => Promise<readonly EngineParagraph[]>

/**
 * Reads a prepared page region by region, puts the text in reading order, repairs it, and leads the places of the
 * words back to the page as scanned, which is `size`.
 */
export async function readPreparedPage(
  prepared: PreparedPage,
  size: { readonly width: number; readonly height: number },
  read: ReadPicture,
): Promise<RecognisedPage> {
  const blocks: TextBlock[] = []
  for (const region of prepared.regions) {
    const paragraphs = await read(region.image, region.kind === 'page' ? 'page' : 'block')
    blocks.push(...blocksOf(region, paragraphs))
  }
  const arranged = arrangeBlocks(blocks)
  const words = arranged.flatMap((block) => block.lines.flatMap(spreadOverLine))
  const confidence = meanConfidence(words)
  return {
    raw: arranged.map((block) => block.lines.map((line) => line.text).join('\n')).join('\n\n'),
    text: arranged
      .map((block) =>
        repairText(
          block.lines.map((line) => line.text),
          block.kind,
        ),
      )
      .join('\n'),
    ...(confidence === undefined ? {} : { confidence }),
    words: words.map((word) => ({ ...word, box: boxAsScanned(word.box, prepared, size) })),
  }
}

/** Paragraphs of the page stay apart; letterhead and cell are one block each. Empty ones are left out. */
function blocksOf(region: Region, paragraphs: readonly EngineParagraph[]): TextBlock[] {
  const placed = paragraphs.map((paragraph) => paragraph.lines.map((line) => placedLine(line, region)))
  const groups = region.kind === 'page' ? placed : [placed.flat()]
  return groups
    .map((lines) => lines.filter((line) => line.text.trim() !== ''))
    .filter((lines) => lines.length > 0)
    .map((lines) => ({
      kind: region.kind,
      top: Math.min(...lines.map((line) => line.box.y0)),
      lines,
      ...(region.table === undefined ? {} : { table: region.table }),
    }))
}

function placedLine(line: EngineLine, region: Region): EngineLine {
  const { x0, y0, x1, y1 } = line.box
  return {
    ...line,
    box: { x0: x0 + region.left, y0: y0 + region.top, x1: x1 + region.left, y1: y1 + region.top },
  }
}

function meanConfidence(words: readonly RecognisedWord[]): number | undefined {
  const characters = words.reduce((sum, word) => sum + word.text.length, 0)
  const total = words.reduce((sum, word) => sum + word.confidence * word.text.length, 0)
  return characters === 0 ? undefined : Math.round(total / characters)
}

/** Whole pixels: the places are not known more closely. */
function boxAsScanned(box: Box, prepared: PreparedPage, size: { width: number; height: number }): Box {
  const before = boxBeforeTurn(prepared.turn, box)
  const across = size.width / prepared.turn.from.width
  const down = size.height / prepared.turn.from.height
  return {
    x0: Math.round(before.x0 * across),
    y0: Math.round(before.y0 * down),
    x1: Math.round(before.x1 * across),
    y1: Math.round(before.y1 * down),
  }
}
