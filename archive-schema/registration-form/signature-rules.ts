import { ArchiveError, refuse } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { type BatchContents, isSameContents } from './batch-contents.ts'
import type { SideSignature } from './registration-act.ts'
import type { RegistrationDocument } from './registration-document.ts'
import { signingSides } from './registration-profile.ts'

/**
 * 签章条件: both sides sign after the check, the forming department first, by different persons, and only what the batch still
 * is. `contents` is what the batch holds now. Rows that were not checked may be signed and stay 未检测; what is wrong or waits
 * for a person may not. Throws `REGISTRATION_…`.
 */
export function refuseSignature(form: RegistrationDocument, given: SideSignature, contents: BatchContents): void {
  refuseClosed(form)
  const { check, number } = form
  if (check === undefined) throw new ArchiveError({ code: 'REGISTRATION_NOT_CHECKED', found: number })
  if (!isSameContents(check.contents, contents))
    throw new ArchiveError({ code: 'REGISTRATION_BATCH_CHANGED', found: number, expected: check.at })
  refuse(openFaults(form, check))
  refuseOutOfOrder(form, given)
  refuseSamePerson(form, given)
}

/** Throws `REGISTRATION_FORM_CLOSED` for a form that both sides have signed. */
export function refuseClosed({ state, number, version }: RegistrationDocument): void {
  if (state === 'closed')
    throw new ArchiveError({ code: 'REGISTRATION_FORM_CLOSED', found: `${number} 第 ${version} 版` })
}

function openFaults(
  { rows }: RegistrationDocument,
  { counts, results }: NonNullable<RegistrationDocument['check']>,
): readonly Fault[] {
  const titleOf = (key: string) => rows.find(({ field }) => field === key)?.title ?? key
  return [
    ...counts.filter(({ outcome }) => outcome !== 'PASS'),
    ...results.filter(({ outcome }) => outcome === 'FAIL' || outcome === 'MANUAL_REVIEW'),
  ].map(({ field, outcome }) => ({ code: 'REGISTRATION_NOT_PASSED', field: titleOf(field), found: outcome }))
}

function refuseOutOfOrder({ signatures }: RegistrationDocument, { side }: SideSignature): void {
  const expected = signingSides[signatures.length]
  if (side !== expected)
    throw new ArchiveError({ code: 'REGISTRATION_SIGNATURE_ORDER', found: side, expected: expected ?? '∅' })
}

/** 职责分离: who registered or signed for one side does not sign for the other. */
function refuseSamePerson({ registered, signatures }: RegistrationDocument, { side, by }: SideSignature): void {
  const [first] = signingSides
  const others = side === first ? [] : [registered.by, ...signatures.map((signature) => signature.by)]
  if (others.some((other) => plainName(other) === plainName(by)))
    throw new ArchiveError({ code: 'REGISTRATION_SIGNATURE_PERSON', found: by })
}

function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(/\s/g, '').toLowerCase()
}
