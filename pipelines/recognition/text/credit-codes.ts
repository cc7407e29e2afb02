import { isValidCreditCode } from '#archive-schema/identifiers/credit-code.ts'

/** Letters that no code holds, since they are taken for digits (GB 32100-2015, table 2), and those digits. */
const DIGITS: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2' }

/**
 * 统一社会信用代码 (credit codes): puts the digit where a letter was read that no code holds. Only a code whose check
 * character then agrees is changed; any other stays as it was read.
 */
export function repairCreditCodes(text: string): string {
  return text.replaceAll(/(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])/g, (read) => {
    const code = read.replaceAll(/[IOSZ]/g, (letter) => DIGITS[letter] ?? letter)
    return isValidCreditCode(code) ? code : read
  })
}
