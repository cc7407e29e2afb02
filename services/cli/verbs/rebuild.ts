import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { ReplayProgress } from '#storage/journal/replay/replay-tools.ts'
import { type Rebuilt, rebuildArchive } from '../../access/rebuild-archive.ts'
import { openLog } from '../../logging.ts'
import { openDatabase } from '../../open-database.ts'
import { faultLines, note, print, printJson, table } from '../output.ts'
import { writeOver } from '../terminal-line.ts'
import { configFromEnvironment } from '../with-archive.ts'

type Options = { readonly into?: string; readonly catchUp?: boolean; readonly json?: boolean }

/** Rebuilds the catalogue from the store. Exit 1 if anything could not be taken, or does not verify. */
export async function rebuild({ into, catchUp: isCatchUp = false, json }: Options): Promise<void> {
  if (isCatchUp && into !== undefined) {
    throw new ArchiveError({
      code: 'REQUEST_INVALID',
      field: '--into',
      found: '--catch-up is of the configured database',
    })
  }
  const config = configFromEnvironment()
  const log = openLog(config.logLevel === 'info' ? 'warn' : config.logLevel)
  await using ending = new AsyncDisposableStack()
  const database = await openDatabase({ ...config, databaseUrl: into ?? config.databaseUrl }, log)
  ending.defer(() => database.leave())
  const request = { databaseUrl: database.connectionString, isCatchUp }
  const result = await rebuildArchive(config, log, request, showProgress)
  writeOver()
  if (result.faults.length > 0) process.exitCode = 1
  for (const fault of result.faults) note(faultLines(fault))
  await (json === true ? printJson(result) : print(describe(result)))
}

const phases = {
  segments: '读台账 journal',
  records: '读档案台账 records',
  tables: '写目录 catalogue',
  verification: '验证 verification',
} as const satisfies Record<ReplayProgress['phase'], string>

const barWidth = 30

function showProgress({ phase, done, total }: ReplayProgress): void {
  const filled = total === 0 ? barWidth : Math.floor((done / total) * barWidth)
  writeOver(`${'█'.repeat(filled).padEnd(barWidth, '░')} ${done}/${total} ${phases[phase]}`)
}

function describe({ segments, records, rows, verified, faults }: Rebuilt): string {
  return table([
    ['台账段 segments', `${segments}`],
    ['档案 records', `${records}`],
    ['行 rows', `${rows}`],
    ['验证通过 verified', `${verified}`],
    ['问题 faults', `${faults.length}`],
  ])
}
