import { z } from 'zod'
import { line } from '../retention/retention-requests.ts'

/** Somebody who takes part, for a department. */
export const Person = z.strictObject({ name: line('姓名 (name)', 100), department: line('部门 (department)', 200) })
export type Person = z.output<typeof Person>

/** `姓名（部门）`, as people read it. */
export function personText({ name, department }: Person): string {
  return `${name}（${department}）`
}

/**
 * 签署意见的人: whose signatures a list needs beside that of who drew it up, the 档案机构经办人 (DA/T 94-2022 13.3 b); the head of the
 * department that formed the records is a proposal of this project, so that two departments agree.
 */
export const approvalRoles = ['unit-head', 'archives-head', 'forming-head'] as const
export type ApprovalRole = (typeof approvalRoles)[number]

export const approvalTitles = {
  'unit-head': '单位负责人',
  'archives-head': '档案机构负责人',
  'forming-head': '形成部门负责人',
} as const satisfies Record<ApprovalRole, string>

/** Who has signed so far. */
export type Signed = {
  /** 档案机构经办人, of the archives department. */
  readonly drafter: Person
  readonly approvals: ReadonlyMap<ApprovalRole, Person>
}

/** Why somebody cannot sign in a role; `undefined` if he can. Nobody is in two roles, and each signs for his side. */
export function whyNotApprover({ drafter, approvals }: Signed, role: ApprovalRole, person: Person): string | undefined {
  if (approvals.has(role)) return `${approvalTitles[role]}已签署`
  if (namesOf({ drafter, approvals }).includes(nameOf(person))) return `${person.name}已在另一岗位签署`
  const isOfArchives = person.department === drafter.department
  if (role === 'archives-head' && !isOfArchives) return `${person.department}不是档案机构${drafter.department}`
  if (role === 'forming-head' && plain(person.department) === plain(drafter.department))
    return `${person.department}不是形成部门`
  return undefined
}

/** Why two people cannot watch (监销): one is of the archives, one of the department that formed the records, and neither signed. */
export function whyNotWatchers(signed: Signed, watchers: readonly Person[]): string | undefined {
  const [one, other, ...more] = watchers
  if (one === undefined || other === undefined || more.length > 0) return `监销人应为二人，实际 ${watchers.length} 人`
  if (nameOf(one) === nameOf(other)) return `${one.name}不能一人监销`
  const known = watchers.find((watcher) => namesOf(signed).includes(nameOf(watcher)))
  if (known !== undefined) return `${known.name}已在另一岗位签署`
  const forming = signed.approvals.get('forming-head')?.department
  const sides = new Set(watchers.map(({ department }) => department))
  const isBothSides = forming !== undefined && sides.has(signed.drafter.department) && sides.has(forming)
  return isBothSides ? undefined : `监销人应来自${signed.drafter.department}和${forming ?? '形成部门'}`
}

/** The roles that have not signed yet. */
export function missingRoles({ approvals }: Signed): ApprovalRole[] {
  return approvalRoles.filter((role) => !approvals.has(role))
}

function namesOf({ drafter, approvals }: Signed): string[] {
  return [drafter, ...approvals.values()].map(nameOf)
}

function nameOf({ name }: Person): string {
  return plain(name)
}

/** One person is one person, with blanks in the name and without, seen or not: 王 芳 is 王芳. One department as well. */
function plain(text: string): string {
  return text.normalize('NFKC').replaceAll(/[\s\p{Cf}]/gu, '')
}
