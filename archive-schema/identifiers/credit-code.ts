/** Characters of a code in the order of their values 0–30; I, O, S, V and Z are not used (GB 32100-2015, table 2). */
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const form = /^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$/

/**
 * Whether the text is a 统一社会信用代码 (unified social credit code) by GB 32100-2015: form, and check character by
 * modulus 31 with weights 3^i. Any one wrong character is found. Says nothing of whether the code was ever issued.
 */
export function isValidCreditCode(text: string): boolean {
  return form.test(text) && text.at(-1) === creditCodeCheckCharacter(text.slice(0, -1))
}

/** 校验码 (check character) for the first 17 characters of a credit code (GB 32100-2015, annex A). */
export function creditCodeCheckCharacter(body: string): string {
  let sum = 0
  let weight = 1
  for (const character of body) {
    sum += alphabet.indexOf(character) * weight
    weight = (weight * 3) % 31
  }
  return alphabet.charAt((31 - (sum % 31)) % 31)
}
