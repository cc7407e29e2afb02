const units = { '': 1, KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const

/** How a byte count is written, for who is told what was expected. */
export const byteCountForm = 'a whole number of bytes, KB, MB, GB or TB, such as 25GB'

/** Bytes of `700MB`, `25GB`, `4096`; `undefined` of anything else. */
export function parseByteCount(text: string): number | undefined {
  const [, digits, unit] = /^(0|[1-9]\d{0,14})(|KB|MB|GB|TB)$/.exec(text) ?? []
  const bytes = Number(digits) * (units[unit as keyof typeof units] ?? Number.NaN)
  return Number.isSafeInteger(bytes) ? bytes : undefined
}
