import { compareCounts } from './compare-counts.ts'
import { fillResults } from './fill-results.ts'
import type { RegistrationAct, RegistrationCheck } from './registration-act.ts'
import { packagesDigest, type RegisteredForm } from './registration-document.ts'
import { registrationForm } from './registration-profile.ts'

/** A form as it was registered, for tests. */
export const exampleForm: RegisteredForm = {
  form: 'guidang-registration-form/1',
  profile: { id: registrationForm.id, version: registrationForm.version },
  number: '430190-0117-20260801',
  gathers: 'batch',
  version: 1,
  registered: { by: '王芳', at: '2026-08-01T01:00:00.000Z' },
  rows: registrationForm.fields.map(({ key, title }) => ({ field: key, title })),
  entry: { unitName: '某局', archivedOn: '2026-08-01', category: '专业', records: 1, bytes: 120, manner: '在线归档' },
}

/** A check of it that one record satisfies, but for the rows that wait for persons. */
export const exampleCheck: RegistrationCheck = (() => {
  const record = { number: '430190-0117-430131012001-2025-D10-000001', archivalCode: '0117-1', bytes: 120 }
  const digests = { packageSha256: 'ab'.repeat(32), reportSha256: 'cd'.repeat(32) }
  const refused = [{ folder: '退回', serialNumber: '2026-1', code: 'FORMATS_EMPTY' }]
  const contents = { records: [{ ...record, ...digests }], unfinished: [], refused }
  const counts = compareCounts(registrationForm, exampleForm.entry, contents)
  const results = fillResults(registrationForm, exampleForm.entry, [])
  return { at: '2026-08-02T01:00:00.000Z', tool: { name: 'Guidang 归档', version: '0.1.0' }, contents, counts, results }
})()

/** An answer to a row of that check. */
export function exampleAnswer(field: string, outcome: 'PASS' | 'FAIL' = 'PASS'): RegistrationAct {
  const packagesSha256 = packagesDigest(exampleCheck.contents)
  const act = { field, outcome, by: '李强', remark: '逐件核对', at: '2026-08-02T02:00:00.000Z', packagesSha256 }
  return { kind: 'answer', act }
}

/** A signature for a side. */
export function exampleSignature(side: 'forming' | 'archives', by: string): RegistrationAct {
  return { kind: 'signature', act: { side, by, role: '科长', at: '2026-08-02T17:00:00.000Z' } }
}
