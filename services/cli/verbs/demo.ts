import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { countOutcomes } from '#archive-schema/inspection/inspection-report.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { requireRecord } from '../../access/require-record.ts'
import { verifyStored } from '../../access/verify-stored.ts'
import type { CaseOutcome } from '../../intake/case-outcome.ts'
import { importScopeTables } from '../../intake/import-scope-tables.ts'
import type { Archive } from '../../open-archive.ts'
import { faultLines, note, print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'
import { captureAndWait } from './capture.ts'

const samples = new URL('../../../compliance-tests/cases/', import.meta.url)

/**
 * 演示: every sample case through the whole pipeline on this machine, every stored package verified, one deletion tried.
 * Exit 0 only if all of it is true.
 */
export async function demo(options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive, signal) => {
    note(
      `${archive.store.description}\n${archive.signer.isTest ? '测试密钥，无法律效力 TEST keys, without legal force' : ''}`,
    )
    await importScopeTables(archive, parseScopeTables(await readFile(new URL('scope-tables.json', samples))))
    const outcomes = await captureSamples(archive, signal)
    const rows = await Promise.all(outcomes.map((outcome) => verifiedRow(outcome, archive)))
    const refusal = await tryToDelete(rows, archive)
    const ok = rows.length > 0 && rows.every((row) => row.verified) && refusal !== undefined && !signal.aborted
    if (options.json === true) await printJson({ ok, cases: rows, deletion: refusal })
    else await print(describe(rows, refusal, ok))
    if (!ok) process.exitCode = 1
  })
}

type DemoRow = CaseOutcome & { readonly inspection: string; readonly verified: boolean }

async function captureSamples(archive: Archive, signal: AbortSignal): Promise<CaseOutcome[]> {
  const accepted = new URL('accepted/', samples)
  const folders = (await readdir(accepted)).sort().map((name) => join(fileURLToPath(accepted), name))
  const outcomes: CaseOutcome[] = []
  const tell = async (outcome: CaseOutcome) => {
    outcomes.push(outcome)
    note(`${outcome.outcome === 'archived' ? '✔' : '✘'} ${outcome.folder}  ${outcome.seconds} s`)
    for (const fault of outcome.faults ?? []) note(faultLines(fault))
  }
  await captureAndWait(folders, archive, tell, signal)
  return outcomes.toSorted((left, right) => (left.folder < right.folder ? -1 : 1))
}

async function verifiedRow(outcome: CaseOutcome, archive: Archive): Promise<DemoRow> {
  if (outcome.number === undefined) return { ...outcome, inspection: '', verified: false }
  const record = await requireRecord(archive.catalogue, outcome.number)
  const counts = Object.entries(countOutcomes(record.inspection)).filter(([, count]) => count > 0)
  const inspection = `${record.inspection.outcome} (${counts.map(([name, count]) => `${name} ${count}`).join(', ')})`
  return { ...outcome, inspection, verified: (await verifyStored(archive, record)).ok }
}

/** Tries to delete a stored package; resolves to the refusal, `undefined` if it was deleted. */
async function tryToDelete(rows: readonly DemoRow[], archive: Archive): Promise<string | undefined> {
  const number = rows.find((row) => row.number !== undefined)?.number
  if (number === undefined) return undefined
  const { objects, packageFixity } = await requireRecord(archive.catalogue, number)
  const refused = await refusalOf(() => archive.store.remove(objects.package.key))
  const kept = await archive.store.stat(objects.package.key)
  return kept?.bytes === packageFixity.bytes ? refused : undefined
}

async function refusalOf(attempt: () => Promise<void>): Promise<string | undefined> {
  try {
    await attempt()
    return undefined
  } catch (error) {
    if (error instanceof ArchiveError && error.code === 'STORE_OBJECT_LOCKED')
      return error.faults.map(faultLines).join('\n')
    throw error
  }
}

function describe(rows: readonly DemoRow[], refusal: string | undefined, ok: boolean): string {
  const heading = ['办件 case', '电子文件号 number', '文件', '识别页', '四性检测 inspection', '验证', '秒']
  const lines = rows.map((row) => [
    row.folder,
    row.number ?? row.code ?? row.outcome,
    `${row.documents ?? ''}`,
    `${row.pages ?? ''}`,
    row.inspection,
    row.verified ? 'OK' : 'NOT OK',
    row.seconds.toFixed(1),
  ])
  const deletion = `试删一件 trying to delete one:\n${refusal ?? 'NOT REFUSED'}`
  return `${table([heading, ...lines])}\n\n${deletion}\n\n${ok ? '全部通过 all true' : '未全部通过 NOT all true'}`
}
