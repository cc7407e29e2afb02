import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'
import { isValidCreditCode } from '#archive-schema/identifiers/credit-code.ts'
import type { ScopeTableEdition } from './scope-table.ts'

type Head = Omit<ScopeTableEdition, 'entries'>

/**
 * What a 表头 says against itself: a wrong credit code; an approval by the one who drew the table up (DA/T 85-2019, 4.2: the
 * body draws it up, the archives authority approves it); an archives without code or name; a draft that claims an approval; days in the wrong order.
 */
export function headProblems(head: Head, where: string): SchemaProblem[] {
  const rules = [creditCodeProblem, archivesProblem, approverProblem, draftProblem, validityProblem]
  return rules.flatMap((rule) => rule(head)).map(({ field, found }) => ({ field: `${where}.${field}`, found }))
}

function creditCodeProblem({ creditCode }: Head): SchemaProblem[] {
  if (isValidCreditCode(creditCode)) return []
  return [{ field: 'creditCode', found: `${creditCode} 校验位错误 / wrong check character (GB 32100)` }]
}

function archivesProblem({ archivesCode, archivesName }: Head): SchemaProblem[] {
  if ((archivesCode === undefined) === (archivesName === undefined)) return []
  const found = '接收档案馆的代码和名称须同时写明 / code and name of the archives stand together'
  return [{ field: archivesCode === undefined ? 'archivesCode' : 'archivesName', found }]
}

function approverProblem({ unit, draftedBy, approvedBy }: Head): SchemaProblem[] {
  if (approvedBy === undefined || ![unit, draftedBy].includes(approvedBy)) return []
  const found = `${approvedBy}：编制与审核不得为同一人或同一单位 / drawn up and approved by the same`
  return [{ field: 'approvedBy', found }]
}

function draftProblem({ status, approvalNumber, approvedOn }: Head): SchemaProblem[] {
  if (status !== '草案') return []
  const claims = Object.entries({ approvalNumber, approvedOn }).filter(([, value]) => value !== undefined)
  return claims.map(([field, value]) => ({ field, found: `草案不应有 ${value} / a draft has no approval` }))
}

function validityProblem({ effectiveFrom, effectiveTo }: Head): SchemaProblem[] {
  if (effectiveTo === undefined || effectiveTo >= effectiveFrom) return []
  const found = `${effectiveTo} 早于施行日期 / earlier than the first day in force ${effectiveFrom}`
  return [{ field: 'effectiveTo', found }]
}
