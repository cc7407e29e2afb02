import type { Language } from '#archive-schema/fault.ts'

/**
 * The language that an `Accept-Language` header prefers (RFC 9110 12.5.4, RFC 4647 3.3.1): the one with the higher weight,
 * of equal ones the first named; Chinese where neither is asked for.
 */
export function preferredLanguage(header: string | undefined): Language {
  const ranges = (header ?? '').split(',').map(parseRange)
  const [chinese, english] = [wishOf('zh', ranges), wishOf('en', ranges)]
  if (english.weight === 0) return 'zh'
  if (english.weight !== chinese.weight) return english.weight > chinese.weight ? 'en' : 'zh'
  return english.place < chinese.place ? 'en' : 'zh'
}

type Range = { readonly language: string; readonly weight: number }

function parseRange(text: string): Range {
  const [tag = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1'
  return { language: tag.split('-')[0] ?? '', weight: /^[01](\.\d{0,3})?$/.test(weight) ? Number(weight) : 0 }
}

/** The heaviest range of a language; `*` stands for every language that is not named. */
function wishOf(language: Language, ranges: readonly Range[]): { readonly weight: number; readonly place: number } {
  const isNamed = ranges.some((range) => range.language === language)
  const fitting = ranges.map((range, place) => ({ ...range, place }))
  const wanted = fitting.filter((range) => range.language === (isNamed ? language : '*'))
  return wanted.toSorted((left, right) => right.weight - left.weight)[0] ?? { weight: 0, place: ranges.length }
}
