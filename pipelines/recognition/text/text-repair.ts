import type { Region } from '#pipelines/recognition/page-image/prepare-page.ts'
import { repairCreditCodes } from './credit-codes.ts'
import { closeLetterSpacing } from './letter-spacing.ts'

const HAN = '\\p{Script=Han}'
const WIDE = `[${HAN}，。、：；！？（）《》〈〉“”‘’〔〕【】—…·]`

/**
 * 文本整理 (repairs the text of one block): what the recogniser gets wrong in the same way every time, and nothing
 * that would need a guess. The lines of a cell or letterhead become one line, as they are one value; the lines of a
 * paragraph stay.
 */
export function repairText(lines: readonly string[], kind: Region['kind']): string {
  const text = lines.map((line) => repairLine(line.normalize('NFC'))).filter((line) => line !== '')
  const joined = kind === 'page' ? text.join('\n') : joinLines(text)
  return repairCreditCodes(pairQuotes(joined))
}

/** Joins wrapped lines: with a space only between words of Latin letters or digits. */
function joinLines(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replaceAll(new RegExp(`(?<=${WIDE})\\n|\\n(?=${WIDE})`, 'gu'), '')
    .replaceAll('\n', ' ')
}

function repairLine(line: string): string {
  return pageNumber(closeUp(documentNumber(widePunctuation(marks(line)))))
}

/** Rules of tables that were read as marks, and corner quotes, which printed Chinese of the mainland does not use. */
function marks(line: string): string {
  return line
    .replaceAll(/[|‖]+/g, ' ')
    .replaceAll(/[「『]/g, '“')
    .replaceAll(/[」』]/g, '”')
}

/**
 * Chinese has no spaces: those beside a Han character or a wide mark are made up by the recogniser, but for gaps wide
 * enough to part two columns.
 */
function closeUp(line: string): string {
  const closed = line
    .replaceAll(new RegExp(`(?<=${WIDE})\\s{1,2}(?=\\S)|(?<=\\S)\\s{1,2}(?=${WIDE})`, 'gu'), '')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return closeLetterSpacing(closed)
}

const WIDE_MARKS: Readonly<Record<string, string>> = {
  ',': '，',
  ':': '：',
  ';': '；',
  '!': '！',
  '?': '？',
  '(': '（',
  ')': '）',
}

/** The language data know ASCII marks only; beside a Han character the wide one was printed. */
function widePunctuation(line: string): string {
  const beside = new RegExp(`(?<=${WIDE}\\s?)[,:;!?()]|[,:;!?()](?=\\s?${WIDE})`, 'gu')
  return line.replaceAll(beside, (mark) => WIDE_MARKS[mark] ?? mark)
}

/** 发文字号 (document number, GB/T 9704-2012, 7.2.5): the year stands in 〔〕, and no space follows. */
function documentNumber(line: string): string {
  const opening = '[〔\\[【(（{〈《]{1,2}'
  const closing = '[〕\\]】)）}〉》]{1,2}'
  const year = '((?:19|20)\\d\\d)'
  return line
    .replaceAll(new RegExp(`${opening}\\s*${year}\\s*${closing}\\s*(第?)\\s*(\\d{1,7})\\s*号`, 'gu'), '〔$1〕$2$3号')
    .replaceAll(new RegExp(`(?<=${HAN})\\s*${opening}\\s*${year}\\s*${closing}`, 'gu'), '〔$1〕')
}

/** 页码 (page number, GB/T 9704-2012, 7.5): a number between one-em dashes on a line of its own. */
function pageNumber(line: string): string {
  return line.replace(/^[一—-]+\s*(\d{1,3})\s*[一—-]+$/u, '— $1 —')
}

/** The recogniser mistakes the sides of quotation marks; in one paragraph they open and close in turn. */
function pairQuotes(text: string): string {
  let isOpen = false
  return text.replaceAll(/[“”"]/g, () => {
    isOpen = !isOpen
    return isOpen ? '“' : '”'
  })
}
