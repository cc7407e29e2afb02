import { formatTextTime } from '#archive-schema/evidence/text-time.ts'
import { formatLined, printable } from '#archive-schema/ledger/lined-text.ts'
import type { Medium } from './medium.ts'
import type { MediumTest } from './medium-test.ts'

/** The text of a `store` entry of the ledger: what was written to a medium. It holds no personal data. */
export function mediumText(medium: Medium): Uint8Array {
  const { id, carrier, set, rewrites = '-', records, files, bytes, manifests, madeAt } = medium
  const fields = {
    ...{ id, carrier, set: `${set}`, rewrites, records: `${records}`, files: `${files}`, bytes: `${bytes}` },
    ...{ 'manifest-sha256': manifests.sha256, 'manifest-sm3': manifests.sm3, made: formatTextTime(madeAt) },
  }
  return formatLined('archive-offline-medium/1', { fields, lines: [] })
}

/** The text of an `audit` entry: what a test of a medium read and found. */
export function mediumTestText(test: MediumTest): Uint8Array {
  const { medium, testedAt, sample, faults } = test
  const fields = {
    ...{ id: medium, records: `${sample.length}`, faults: `${faults.length}` },
    ...Object.fromEntries(sample.map((number, i) => [`record-${i + 1}`, number])),
    ...Object.fromEntries(faults.map(({ kind, path }, i) => [`fault-${i + 1}`, `${kind} ${printable(path)}`])),
    tested: formatTextTime(testedAt),
  }
  return formatLined('archive-offline-medium-test/1', { fields, lines: [] })
}
