import { attempt } from '#archive-schema/attempt.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { openObject } from '#storage/objects/open-object.ts'
import { openPackage, type PackageContent } from '#storage/packages/package-reader.ts'
import type { Archive } from '../open-archive.ts'
import type { RecordUnderTest } from '../verifier/record-under-test.ts'
import { type VerificationReport, type VerificationStep, verifyRecord } from '../verifier/verify-record.ts'
import { withProofs } from './ledger-proofs.ts'
import { readStoredEvidence } from './stored-evidence.ts'

/**
 * 验证: verifies a stored record from its bytes in the store, with the verifier that strangers use. An object that is missing
 * or cannot be read as what it should be is a step that is not right; that the store does not answer is thrown.
 */
export async function verifyStored(archive: Archive, record: PreservedRecord): Promise<VerificationReport> {
  const content = await attempt(() => openStoredPackage(archive, record))
  const evidence = await attempt(() => readStoredEvidence(archive, record))
  const found = 'value' in content ? recordOf(content.value) : nothingFound
  const held = 'value' in evidence ? evidence.value : new Map<string, Uint8Array>()
  const proved = await attempt(() => withProofs(archive, held))
  const known = 'value' in proved ? proved.value : held
  const report = await verifyRecord({ ...found, evidence: known }, archive.signer.trust, archive.now())
  const isOther = report.number !== undefined && report.number !== record.number
  const faults = {
    files: 'refusal' in content ? content.refusal.message : undefined,
    statement:
      'refusal' in evidence ? evidence.refusal.message : isOther ? `it is the evidence of ${report.number}` : undefined,
  }
  const whole = withFaults({ ...report, number: record.number }, faults)
  return 'refusal' in proved ? withUnreadableLedger(whole, proved.refusal.message) : whole
}

type Found = Omit<RecordUnderTest, 'evidence'>
const nothingFound: Found = { roots: [], files: [], folders: [], irregular: [] }

/** The report with what was wrong with the objects as wholes. */
function withFaults(
  report: VerificationReport,
  faults: { readonly [step in VerificationStep['step']]?: string | undefined },
): VerificationReport {
  const steps = report.steps.map((step) => {
    const fault = faults[step.step]
    if (fault === undefined) return step
    return { ...step, ok: false, detail: step.ok ? fault : `${fault} ${step.detail}` }
  })
  return { ...report, ok: steps.every(({ ok }) => ok), steps }
}

/** A ledger that cannot be read is none that is pending. */
function withUnreadableLedger(report: VerificationReport, detail: string): VerificationReport {
  const pending = report.pending.filter((step) => step !== 'ledger')
  return { ...report, ok: false, steps: [...report.steps, { step: 'ledger', ok: false, detail }], pending }
}

/** A package that was not unpacked, as a verifier finds it: its entries are read where they lie. */
export function recordOf({ root, entries }: PackageContent): Found {
  return {
    roots: [root],
    files: entries.map(({ path, reader }) => ({ path, content: reader })),
    folders: [],
    irregular: [],
  }
}

/** The stored package and the evidence files of a record, ready to be read. */
export async function openStored(
  archive: Pick<Archive, 'store'>,
  record: PreservedRecord,
): Promise<{ readonly content: PackageContent; readonly evidence: ReadonlyMap<string, Uint8Array> }> {
  return { content: await openStoredPackage(archive, record), evidence: await readStoredEvidence(archive, record) }
}

async function openStoredPackage(
  { store }: Pick<Archive, 'store'>,
  { objects }: PreservedRecord,
): Promise<PackageContent> {
  const { key } = objects.package
  return openPackage(await openObject(store, key), key)
}
