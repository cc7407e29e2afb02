import { z } from 'zod'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { outcomes } from '#archive-schema/finding.ts'
import { concludeInspection } from '#archive-schema/inspection/inspection-report.ts'
import type { BatchContents } from './batch-contents.ts'
import { ColumnResult } from './fill-results.ts'
import {
  type RegistrationAct,
  RegistrationAnswer,
  RegistrationCheck,
  RegistrationSignature,
} from './registration-act.ts'
import { signingSides } from './registration-profile.ts'

const shownResult = ColumnResult.unwrap().extend({ answer: RegistrationAnswer.exactOptional() }).readonly()

const head = z.strictObject({
  form: z.literal('guidang-registration-form/1'),
  /** 登记表方案: which rows the form has. */
  profile: z.strictObject({ id: z.string(), version: z.string() }).readonly(),
  /** 登记表编号: number of the batch or of the year. */
  number: z.string(),
  gathers: z.enum(['batch', 'year']),
  version: z.int().min(1),
  /** The version that this one corrects; with a digest where that one was closed. */
  previous: z.strictObject({ version: z.int(), sha256: z.string().exactOptional() }).readonly().exactOptional(),
  registered: z.strictObject({ by: z.string(), at: z.iso.datetime(), reason: z.string().exactOptional() }).readonly(),
  /** The rows of the form in their order, so that it can be read without its profile. */
  rows: z.array(z.strictObject({ field: z.string(), title: z.string() }).readonly()).readonly(),
  /** What the unit registered, by the keys of the rows. */
  entry: z.record(z.string(), z.union([z.string(), z.int()])).readonly(),
})

/** 登记 (one version of a form as it was registered, before anything was checked). */
export const RegisteredForm = head.readonly()
export type RegisteredForm = z.output<typeof RegisteredForm>

/** 电子文件归档登记表 (the form as it stands): what was registered, checked, answered and signed. */
export const RegistrationDocument = head
  .extend({
    state: z.enum(['registered', 'checked', 'signing', 'closed']),
    /** How much was done to it; together with the version what a change is made from. */
    step: z.int().min(0),
    check: RegistrationCheck.unwrap()
      .extend({ outcome: z.enum(outcomes), results: z.array(shownResult).readonly() })
      .readonly()
      .exactOptional(),
    signatures: z.array(RegistrationSignature).readonly(),
  })
  .readonly()
export type RegistrationDocument = z.output<typeof RegistrationDocument>
export type ShownResult = z.output<typeof shownResult>

/**
 * The form after its acts. The last check holds; an answer holds while the batch has the packages of which it spoke; a
 * signature holds for the results that it saw, so that a later check or answer takes it away.
 */
export function readDocument(registered: RegisteredForm, acts: readonly RegistrationAct[]): RegistrationDocument {
  const check = acts.flatMap(({ kind, act }) => (kind === 'check' ? [act] : [])).at(-1)
  const unsigned = acts.findLastIndex(({ kind }) => kind !== 'signature')
  const signatures = acts.slice(unsigned + 1).flatMap(({ kind, act }) => (kind === 'signature' ? [act] : []))
  const document = { ...registered, step: acts.length, signatures }
  if (check === undefined) return { ...document, state: 'registered' }
  const answers = acts.flatMap(({ kind, act }) => (kind === 'answer' ? [act] : []))
  return { ...document, state: stateOf(signatures), check: withAnswers(check, answers) }
}

/** The JSON of a form, as it is shown and, once closed, signed. */
export function formJson(document: RegistrationDocument): string {
  return `${JSON.stringify(RegistrationDocument.parse(document), null, 2)}\n`
}

/** SHA-256 over the packages of a batch: what an answer speaks of. */
export function packagesDigest({ records }: BatchContents): string {
  return digestHex('sha256', records.map(({ number, packageSha256 }) => `${number} ${packageSha256}\n`).join(''))
}

function stateOf({ length }: readonly RegistrationSignature[]): RegistrationDocument['state'] {
  if (length === 0) return 'checked'
  return length < signingSides.length ? 'signing' : 'closed'
}

function withAnswers(check: RegistrationCheck, answers: readonly RegistrationAnswer[]) {
  const packages = packagesDigest(check.contents)
  const results = check.results.map((result) => {
    const isOfRow = (one: RegistrationAnswer) => one.field === result.field && one.packagesSha256 === packages
    const answer = answers.findLast(isOfRow)
    if (result.question === undefined || answer === undefined) return result
    return { ...result, outcome: answer.outcome, answer }
  })
  const judged = [...check.counts, ...results].map(({ outcome }) => ({ blocking: true, outcome }))
  return { ...check, outcome: concludeInspection(judged), results }
}
