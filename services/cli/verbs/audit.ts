import { ArchiveError } from '#archive-schema/archive-error.ts'
import { objectFaultKinds } from '#archive-schema/copies/object-fault.ts'
import { parseSlice } from '#archive-schema/copies/slice.ts'
import type { StoreName } from '#archive-schema/copies/store-name.ts'
import type { AuditProgress } from '#pipelines/audit/audit-progress.ts'
import { type AuditResult, auditStore } from '../../access/audit-store.ts'
import { print, printJson, table } from '../output.ts'
import { writeOver } from '../terminal-line.ts'
import { withArchive } from '../with-archive.ts'

type Options = {
  readonly slice: string
  readonly store: StoreName
  readonly sample: string
  readonly inspect?: boolean
  readonly json?: boolean
}

/** Audits a slice of a store. Exit 1 if anything is wrong. */
export async function audit(options: Options): Promise<void> {
  const { store, inspect = false } = options
  const request = { store, inspect, slice: parseSlice(options.slice), sample: percent(options.sample) }
  await withArchive(async (archive, signal) => {
    const result = await auditStore(archive, request, signal, showProgress)
    writeOver()
    if (result.faults.length + result.inspected.failed.length > 0) process.exitCode = 1
    await (options.json === true ? printJson(result) : print(describe(result)))
  })
}

function percent(text: string): number {
  const value = Number(text)
  if (value > 0 && value <= 100) return value
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--sample', found: `${text}: expected percent, up to 100` })
}

const megabyte = 1_000_000

function showProgress({ phase, records, checked, bytes, listed, faults }: AuditProgress): void {
  const parts = [
    `${phase}`,
    `${records} 件`,
    `${checked} 个对象`,
    `${(bytes / megabyte).toFixed(1)} MB`,
    `${listed} 键`,
  ]
  writeOver(`核查 ${parts.join(' · ')} · 问题 ${faults.length}`)
}

function describe(result: AuditResult): string {
  const { store, slice, checked, bytes, seconds, covered, faults, inspected } = result
  const rows = [
    ['存储 store', store],
    ['分片 slice', slice],
    ['档案 records', `${covered.records}`],
    ['账本对象 ledger objects', `${covered.ledgerObjects}`],
    ['存储中的键 keys listed', `${covered.listed}`],
    ['尚无副本 not copied yet', `${covered.uncopied}`],
    ['已读对象 objects read', `${checked}，${(bytes / megabyte).toFixed(1)} MB，${seconds.toFixed(1)} s`],
    ['长期保存检测 bc inspections', `${inspected.records}，FAIL ${inspected.failed.length}`],
    ['覆盖链 coverage', covered.chain],
    ['报告 report', `audit sha256:${result.report}`],
    ['问题 faults', `${faults.length}`],
  ]
  const lines = faults.flatMap(({ kind, key, number, expected, found }) => [
    `✘ ${kind}  ${objectFaultKinds[kind]}  ${number ?? ''}  ${key}`,
    `    ${expected}\n    ${found}`,
  ])
  return [table(rows), ...lines].join('\n')
}
