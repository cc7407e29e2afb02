import type { Fault } from '#archive-schema/fault.ts'
import { isValidCreditCode } from '#archive-schema/identifiers/credit-code.ts'
import { isValidIdentityNumber } from '#archive-schema/identifiers/identity-number.ts'
import { jsonNodes, property } from './json-nodes.ts'

/**
 * Numbers with a wrong check character, wherever the document names one: 统一社会信用代码 (GB 32100,
 * `IDENTIFIERS_CREDIT_CODE`) and 居民身份证 (GB 11643, `IDENTIFIERS_ID_NUMBER`). Other documents have no public check.
 */
export function numberFaults(json: unknown): Fault[] {
  return [...jsonNodes(json)].flatMap(({ field, value }) => [
    ...creditCodeFaults(`${field}.creditCode`, property(value, 'creditCode')),
    ...documentFaults(`${field}.idNumber`, property(value, 'idType'), property(value, 'idNumber')),
  ])
}

/**
 * Whether the 实施编码 begins with a credit code: credit code (18) + level (1) + base code (12). Whether it is an item of
 * the body, the scope table says (`findScopeEntry`).
 */
export function itemCodeFaults(json: unknown): Fault[] {
  const code = property(property(json, 'item'), 'code')
  if (typeof code !== 'string' || isValidCreditCode(code.slice(0, 18))) return []
  const expected = `${property(property(json, 'unit'), 'creditCode')}…`
  return [{ code: 'IDENTIFIERS_ITEM_CODE', field: 'item.code', expected, found: code }]
}

function creditCodeFaults(field: string, number: unknown): Fault[] {
  if (typeof number !== 'string' || isValidCreditCode(number)) return []
  return [{ code: 'IDENTIFIERS_CREDIT_CODE', field, found: number }]
}

function documentFaults(field: string, type: unknown, number: unknown): Fault[] {
  if (type === '统一社会信用代码') return creditCodeFaults(field, number)
  if (type !== '居民身份证' || typeof number !== 'string' || isValidIdentityNumber(number)) return []
  return [{ code: 'IDENTIFIERS_ID_NUMBER', field, found: number }]
}
