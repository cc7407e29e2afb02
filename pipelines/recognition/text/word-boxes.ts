import type { RecognisedWord } from '#archive-schema/recognised-text.ts'
import type { EngineLine } from '#pipelines/recognition/tesseract-worker.ts'

/** A run of Latin letters and digits, with the marks inside numbers and codes, is one word; the rest stands alone. */
const WORDS = /[\p{Script=Latin}\p{Nd}.\-/@_]+|\S/gu

/**
 * The words of a line. The line's width is spread over its characters, ASCII and spaces taking half the width of the
 * others; the confidence is the mean of what the engine says of the characters.
 */
export function spreadOverLine(line: EngineLine): RecognisedWord[] {
  const { x0, x1, y0, y1 } = line.box
  const confidences = characterConfidences(line)
  const scale = (x1 - x0) / widthOf(line.text)
  let seen = 0
  return [...line.text.matchAll(WORDS)].map(({ 0: text, index }) => {
    const length = [...text].length
    const confidence = mean(confidences.slice(seen, seen + length))
    seen += length
    const left = x0 + widthOf(line.text.slice(0, index)) * scale
    return { text, box: { x0: left, y0, x1: left + widthOf(text) * scale, y1 }, confidence }
  })
}

/** One value for each character that is not a space, in order. */
function characterConfidences(line: EngineLine): number[] {
  return line.words.flatMap((word) => [...word.text.replaceAll(/\s/g, '')].map(() => word.confidence))
}

function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character < '\u0080' ? 0.5 : 1), 0)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.round(values.reduce((sum, value) => sum + value, 0) / values.length)
}
