import { z } from 'zod'

/** A rectangle in pixels, origin top left: from `x0`, `y0` (inclusive) to `x1`, `y1` (exclusive). */
export const Box = z
  .object({
    x0: z.number(),
    y0: z.number(),
    x1: z.number(),
    y1: z.number(),
  })
  .readonly()
export type Box = z.infer<typeof Box>

/** How sure the engine is, 0 to 100. It ranks pages and words for review; it is not a probability. */
const Confidence = z.number().min(0).max(100)

/**
 * 字词 (a word with its place). Chinese has no spaces: every Han character or mark is a word of its own, a run of
 * Latin letters and digits is one word. The engine knows where a line lies, but not where a character lies in it, so
 * the line's width is spread over its characters (ASCII half as wide): half of the boxes are right within a tenth of a
 * character, one in twenty is off by more than half a character. The text is as the engine gave it, before repair.
 */
export const RecognisedWord = z.object({ text: z.string().min(1), box: Box, confidence: Confidence }).readonly()
export type RecognisedWord = z.infer<typeof RecognisedWord>

/**
 * 文字来源 (where the text of a page comes from): `ocr` read from the picture of the page, `text-layer` written in the
 * PDF, `structure` written in the structure of the format (OFD, XML, plain text).
 */
export const textSources = ['ocr', 'text-layer', 'structure'] as const

/** 页文本 (text of one page), numbered from 1 as in the document. */
export const PageText = z
  .object({
    page: z.int().min(1),
    source: z.enum(textSources),
    /** As engine or format gave it. */
    raw: z.string(),
    /** Cleaned for reading and searching; lines end in `\n`, the last one in nothing. Empty for a blank page. */
    text: z.string(),
    /** Mean over the characters of the page; absent when nothing was recognised by an engine. */
    confidence: Confidence.exactOptional(),
    /** Size of the page in pixels as scanned (upright, before any correction), at `dpi`. Word boxes lie in it. */
    width: z.number().positive().exactOptional(),
    height: z.number().positive().exactOptional(),
    dpi: z.number().positive().exactOptional(),
    /** In the order of `raw`. Empty where the source does not tell places. */
    words: z.array(RecognisedWord).readonly(),
  })
  .readonly()
export type PageText = z.infer<typeof PageText>

/** 识别引擎 (the engine that read pages): what one has to know to judge or repeat its work. */
export const EngineIdentity = z
  .object({ name: z.string().min(1), version: z.string().min(1), languageData: z.string().min(1) })
  .readonly()
export type EngineIdentity = z.infer<typeof EngineIdentity>

/** Why a document has no pages of text, in words for people. */
export const textNotes = {
  FORMAT_WITHOUT_TEXT: {
    zh: '该格式不含文字（音频、视频或压缩包），未作识别。',
    en: 'The format holds no text (sound, video or an archive of files); nothing was recognised.',
  },
  FORMAT_NOT_READ: {
    zh: '本版本不能从该格式中提取文字，需人工著录。',
    en: 'This version cannot take text out of the format; it has to be described by a person.',
  },
} as const satisfies Record<string, { readonly zh: string; readonly en: string }>
export type TextNote = keyof typeof textNotes
const textNoteCodes = Object.keys(textNotes) as [TextNote, ...TextNote[]]

/**
 * 文档文本 (recognised or extracted text of one content file): a derivative, never the record. Kept as JSON beside the
 * package; read it back with this schema.
 */
export const DocumentText = z
  .object({
    pages: z.array(PageText).readonly(),
    /** Present when an engine read at least one page. */
    engine: EngineIdentity.exactOptional(),
    /** Present when there are no pages: says why. */
    note: z.enum(textNoteCodes).exactOptional(),
  })
  .readonly()
export type DocumentText = z.infer<typeof DocumentText>
