import { statIfThere } from '#storage/content/stat-if-there.ts'
import { requireRecord } from '../../access/require-record.ts'
import { verifyExported } from '../../access/verify-exported.ts'
import { verifyFile } from '../../access/verify-file.ts'
import { verifyStored } from '../../access/verify-stored.ts'
import type { VerificationReport } from '../../verifier/verify-record.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Verifies a stored record or an exported one and reports every step. Exit 1 if any step is not right. */
export async function verify(
  target: string,
  options: { readonly json?: boolean; readonly trust?: string },
): Promise<void> {
  const report = await verifyTarget(target, options.trust)
  if (!report.ok) process.exitCode = 1
  await (options.json === true ? printJson(report) : print(describe(report)))
}

/** A folder is an export, a file is a package, anything else the number of a stored record. */
async function verifyTarget(target: string, trust: string | undefined): Promise<VerificationReport> {
  const found = await statIfThere(target)
  if (found?.isDirectory() === true) return verifyExported(target, trust)
  return withArchive(async (archive) => {
    if (found !== undefined) return verifyFile(target, trust, archive)
    return verifyStored(archive, await requireRecord(archive.catalogue, target))
  })
}

/** A verification as a person reads it: what was proved, and what nobody has looked at. */
export function describe({ number, ok, steps, pending }: VerificationReport): string {
  const rows = steps.map((step) => [step.ok ? '✔' : '✘', step.step, step.detail])
  const open = pending.map((step) => ['–', step, 'pending 尚无此项证据'])
  return `${number ?? '?'}  ${ok ? '验证通过 OK' : '验证不通过 NOT OK'}\n${table([...rows, ...open])}`
}
