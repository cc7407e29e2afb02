/** 加权因子 of the 17 leading digits (GB 11643-1999, annex A). */
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const checkCharacters = '10X98765432'
const form = /^\d{6}(\d{4})(\d{2})(\d{2})\d{3}[\dX]$/

/**
 * Whether the text is a 公民身份号码 (citizen identity number) by GB 11643-1999: 18 characters, a date of birth that the
 * calendar has, and the check character by ISO 7064 MOD 11-2. Any one wrong character is found. The region code is not
 * looked up: regions are dissolved, numbers stay. A birth in the future is not found: there is no clock here.
 */
export function isValidIdentityNumber(text: string): boolean {
  const [, year, month, day] = form.exec(text) ?? []
  if (year === undefined || month === undefined || day === undefined) return false
  return isDay(Number(year), Number(month), Number(day)) && text.at(-1) === identityCheckCharacter(text.slice(0, -1))
}

/** 校验码 (check character) for the first 17 digits of an identity number (GB 11643-1999, annex A). */
export function identityCheckCharacter(body: string): string {
  let sum = 0
  for (const [position, weight] of weights.entries()) sum += Number(body[position]) * weight
  return checkCharacters.charAt(sum % 11)
}

function isDay(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day))
  // `Date` carries 30 February over into March, and reads the years 0 to 99 as 1900 to 1999.
  return date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
}
