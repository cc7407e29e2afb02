import { z } from 'zod'
import { Sha256Hex } from '#archive-schema/evidence/sha256-hex.ts'
import { storeNames } from '../copies/store-name.ts'
import { demandOfEvidence } from '../evidence/demand.ts'
import { formatJsonLines, parseJsonLines } from '../journal/json-lines.ts'
import { DisposalItem, ownFolder } from './disposal-item.ts'
import { approvalRoles, Person } from './disposal-people.ts'

const at = z.iso.datetime()
const list = z.string().regex(/^disposal-[0-9]{8}-[0-9a-f]{8}$/)
const ofList = { list, listSha256: Sha256Hex }

const appraisal = z.strictObject({
  form: z.literal('guidang-appraisal/1'),
  ...{ list, at, drafter: Person, appraisers: z.array(Person).min(1) },
})
const disposalList = z.strictObject({
  form: z.literal('guidang-disposal-list/1'),
  ...{ list, at, drafter: Person, appraisalSha256: Sha256Hex },
  /** How copies on offline media go: reissue, or destruction of whole media. */
  mediaPlan: z.string().min(1).nullable(),
})
const approval = z.strictObject({
  form: z.literal('guidang-disposal-approval/1'),
  ...{ ...ofList, at, role: z.enum(approvalRoles), person: Person },
})
const order = z.strictObject({
  form: z.literal('guidang-disposal-order/1'),
  ...{ ...ofList, at, by: Person, watchers: z.array(Person).length(2) },
})
const withdrawal = z.strictObject({
  form: z.literal('guidang-disposal-withdrawal/1'),
  ...{ ...ofList, at, by: Person, reason: z.string().min(1) },
})
const attestation = z.strictObject({
  form: z.literal('guidang-disposal-attestation/1'),
  ...{ ...ofList, at, watcher: Person, orderSha256: Sha256Hex },
})
const certificate = z.strictObject({
  form: z.literal('guidang-disposal-certificate/1'),
  ...{ ...ofList, at, orderSha256: Sha256Hex, attestations: z.array(Sha256Hex).length(2) },
})

/** What a record came to: destroyed and looked for in every store, or left alone because it may not go any more. */
export const DisposalFate = z.strictObject({
  number: z.string().min(1),
  fate: z.enum(['destroyed', 'withheld']),
  packageSha256: Sha256Hex,
  /** 不可恢复性验证: the stores in which everything below its folder was looked for, and when; absent: it was withheld. */
  verified: z
    .strictObject({ stores: z.array(z.enum(storeNames)).min(1), at, erased: z.int().nonnegative() })
    .optional(),
  reason: z.string().min(1).optional(),
})
export type DisposalFate = z.output<typeof DisposalFate>

const heads = z.discriminatedUnion('form', [
  appraisal,
  disposalList,
  approval,
  withdrawal,
  order,
  attestation,
  certificate,
])
const line = z.union([DisposalItem, DisposalFate])

export type AppraisalHead = z.output<typeof appraisal>
export type DisposalListHead = z.output<typeof disposalList>
export type ApprovalText = z.output<typeof approval>
export type WithdrawalText = z.output<typeof withdrawal>
export type OrderText = z.output<typeof order>
export type AttestationText = z.output<typeof attestation>
export type CertificateHead = z.output<typeof certificate>

/** 鉴定意见书, 销毁清册, 签署意见, 撤回, 监销令, 监销签字, 销毁证明, each with what it lists. */
export type DisposalText =
  | { readonly head: AppraisalHead | DisposalListHead; readonly lines: readonly DisposalItem[] }
  | { readonly head: ApprovalText | WithdrawalText | OrderText | AttestationText; readonly lines: readonly [] }
  | { readonly head: CertificateHead; readonly lines: readonly DisposalFate[] }

type TextOf<Head extends DisposalText['head'], Line> = { readonly head: Head; readonly lines: readonly Line[] }

export const isAppraisalText = (text: DisposalText): text is TextOf<AppraisalHead, DisposalItem> =>
  text.head.form === 'guidang-appraisal/1'
export const isListText = (text: DisposalText): text is TextOf<DisposalListHead, DisposalItem> =>
  text.head.form === 'guidang-disposal-list/1'
export const isCertificateText = (text: DisposalText): text is TextOf<CertificateHead, DisposalFate> =>
  text.head.form === 'guidang-disposal-certificate/1'

const linesOfForm = {
  'guidang-appraisal/1': DisposalItem,
  'guidang-disposal-list/1': DisposalItem,
  'guidang-disposal-approval/1': z.never(),
  'guidang-disposal-withdrawal/1': z.never(),
  'guidang-disposal-order/1': z.never(),
  'guidang-disposal-attestation/1': z.never(),
  'guidang-disposal-certificate/1': DisposalFate,
} as const

/** Bytes of a text: lines of canonical JSON, the first says what it is. Throws `EVIDENCE_INVALID`. */
export function formatDisposalText(text: DisposalText): Uint8Array {
  demandLines(text)
  return formatJsonLines([text.head, ...text.lines])
}

/** Reads `bytes` if they are exactly what `formatDisposalText` writes. Throws `EVIDENCE_INVALID`. */
export function parseDisposalText(bytes: Uint8Array): DisposalText {
  const text = parseJsonLines('disposal', { head: heads, line }, bytes) as DisposalText
  demandLines(text)
  return text
}

/** Lines are those of the form, each record once, in byte order, with the folder that is its own. */
function demandLines({ head, lines }: DisposalText): void {
  const form = linesOfForm[head.form]
  demandOfEvidence(
    lines.every((each) => form.safeParse(each).success),
    head.form,
    'a line is of another form',
  )
  const isOwn = lines.every((each) => !('folder' in each) || each.folder === ownFolder(each))
  demandOfEvidence(isOwn, head.form, 'a folder is not that of its record')
  const numbers = lines.map(({ number }) => number)
  const isOrdered = numbers.every((number, i) => i === 0 || (numbers[i - 1] ?? '') < number)
  demandOfEvidence(isOrdered, head.form, 'its records are not each once, in order')
}
