import type { CheckEvidence } from '#archive-schema/finding.ts'
import { registeredLine } from '#archive-schema/registration-form/compare-counts.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import type { CheckResult } from './check.ts'
import type { RegisteredBatch } from './inspection-subject.ts'
import type { InspectionView } from './inspection-view.ts'

/**
 * Tells, beside what a record came to by itself, what 表A.1 registers of the batch in which it was handed in: that comparison
 * is made for the whole batch and says nothing of one record.
 */
export function withBatchForm({ subject: { batch } }: InspectionView, result: CheckResult): CheckResult {
  return batch === undefined ? result : { ...result, evidence: [...result.evidence, formLine(batch)] }
}

function formLine({ number, form }: RegisteredBatch): CheckEvidence {
  const location = `${registrationForm.title} ${number}`
  if (form === undefined) return { location, found: '没有登记表 (no registration form)' }
  return {
    location,
    found: `第 ${form.version} 版登记全批 ${registeredLine(registrationForm, form.entry)}；按批次比对`,
  }
}
