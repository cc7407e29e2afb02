import { stat } from 'node:fs/promises'
import { requireRecord } from '../../access/require-record.ts'
import { verifyExported } from '../../access/verify-exported.ts'
import { verifyStored } from '../../access/verify-stored.ts'
import type { VerificationReport } from '../../verifier/verify-record.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Verifies a stored record or an exported one and reports every step. Exit 1 if any step is not right. */
export async function verify(
  target: string,
  options: { readonly json?: boolean; readonly trust?: string },
): Promise<void> {
  const isFile = (await stat(target).catch(() => undefined)) !== undefined
  const report = isFile ? await verifyExported(target, options.trust) : await verifyInStore(target)
  if (!report.ok) process.exitCode = 1
  await (options.json === true ? printJson(report) : print(describe(report)))
}

function verifyInStore(number: string): Promise<VerificationReport> {
  return withArchive(async (archive) => verifyStored(archive, await requireRecord(archive.catalogue, number)))
}

/** A verification as a person reads it: what was proved, and what nobody has looked at. */
export function describe({ number, ok, steps, pending }: VerificationReport): string {
  const rows = steps.map((step) => [step.ok ? '✔' : '✘', step.step, step.detail])
  const open = pending.map((step) => ['–', step, 'pending 尚无此项证据'])
  return `${number ?? '?'}  ${ok ? '验证通过 OK' : '验证不通过 NOT OK'}\n${table([...rows, ...open])}`
}
