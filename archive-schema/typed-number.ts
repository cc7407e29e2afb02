import { type NumberCharacters, numberCharacters } from '#archive-schema/profiles/number-characters.ts'

/** A character of a typed number that is not the one a number is written with. */
export type NumberCorrection = {
  /** Place of the character in what was typed, from 1. */
  readonly position: number
  readonly typed: string
  /** What should stand there; empty for what should not be there at all. */
  readonly proper: string
}

/** 编号 as a person typed it: the number that is meant, and the characters that were put right. */
export type TypedNumber = { readonly number: string; readonly corrections: readonly NumberCorrection[] }

/**
 * Reads a number as typed or pasted: Unicode form NFC, without blanks around it, look-alikes and full-width forms put right.
 * For finding only: what enters the archive is written with the proper characters or refused.
 */
export function readTypedNumber(typed: string, characters: NumberCharacters = numberCharacters): TypedNumber {
  const read = [...typed.normalize('NFC').trim()].map((character) => ({
    typed: character,
    proper: properCharacter(character, characters),
  }))
  return {
    number: read.map(({ proper }) => proper).join(''),
    corrections: read.flatMap(({ typed, proper }, i) => (typed === proper ? [] : [{ position: i + 1, typed, proper }])),
  }
}

/** The sentence that tells which characters are wrong, e.g. `第 8 个字符 • (U+2022) 应为 · (U+00B7)`. */
export function describeCorrections(corrections: readonly NumberCorrection[]): string {
  return corrections
    .map(({ position, typed, proper }) => {
      const should = proper === '' ? '应删去 (delete)' : `应为 (should be) ${proper} (${codeOf(proper)})`
      return `第 ${position} 个字符 (character) ${proper === '' ? '' : typed} (${codeOf(typed)}) ${should}`
    })
    .join('；')
}

function properCharacter(character: string, { twins, invisible }: NumberCharacters): string {
  if (invisible.includes(character)) return ''
  const half = halfWidth(character)
  return twins.find(({ codePoints }) => codePoints.includes(half))?.proper ?? half
}

/** 半角: U+FF01–U+FF5E are the printable characters of ASCII in full width. */
function halfWidth(character: string): string {
  const code = character.codePointAt(0) ?? 0
  return code >= 0xff01 && code <= 0xff5e ? String.fromCodePoint(code - 0xfee0) : character
}

function codeOf(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`
}
