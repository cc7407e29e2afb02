import { Buffer } from 'node:buffer'
import { formatTextTime } from '#archive-schema/evidence/text-time.ts'
import type { Medium } from './medium.ts'
import type { MediumTest } from './medium-test.ts'

/** The text of a `store` entry of the ledger: what was written to a medium. It holds no personal data. */
export function mediumText(medium: Medium): Uint8Array {
  return lines('archive-offline-medium/1', {
    id: medium.id,
    carrier: medium.carrier,
    set: medium.set,
    rewrites: medium.rewrites ?? '-',
    records: medium.records,
    files: medium.files,
    bytes: medium.bytes,
    'manifest-sha256': medium.manifests.sha256,
    'manifest-sm3': medium.manifests.sm3,
    made: formatTextTime(medium.madeAt),
  })
}

/** The text of an `audit` entry: what a test of a medium read and found. */
export function mediumTestText(test: MediumTest): Uint8Array {
  const { medium, testedAt, sample, faults } = test
  return lines('archive-offline-medium-test/1', {
    id: medium,
    records: sample.length,
    faults: faults.length,
    ...Object.fromEntries(sample.map((number, i) => [`record-${i + 1}`, number])),
    ...Object.fromEntries(faults.map(({ kind, path }, i) => [`fault-${i + 1}`, `${kind} ${path}`])),
    tested: formatTextTime(testedAt),
  })
}

function lines(head: string, fields: Readonly<Record<string, string | number>>): Uint8Array {
  return Buffer.from([head, ...Object.entries(fields).map(([name, value]) => `${name}: ${value}`), ''].join('\n'))
}
