import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { describeFault, describeFaults, type Fault } from '#archive-schema/fault.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import { ConfigError } from '../configuration/config-error.ts'

/** Writes a result line on stdout and waits until it is taken. */
export function print(line: string): Promise<void> {
  return new Promise((resolve, reject) => {
    process.stdout.write(`${line}\n`, (error) => (error ? reject(error) : resolve()))
  })
}

/** Writes an object on stdout: one line of JSON. */
export function printJson(value: unknown): Promise<void> {
  return print(JSON.stringify(value))
}

/** Writes for the person who watches; never mixed into results. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** A fault in both languages, Chinese first. */
export function faultLines(fault: Fault): string {
  return `${fault.code}  ${describeFault(fault, 'zh')}\n  ${describeFault(fault, 'en')}`
}

/** Says why a command failed, always with a code: a refusal in both languages, anything else with its message. */
export async function reportError(error: unknown, json: boolean): Promise<void> {
  if (!(error instanceof ArchiveError)) {
    const code: FaultCode = error instanceof ConfigError ? 'CONFIGURATION_INVALID' : 'INTERNAL_FAILURE'
    const message = messageOf(error)
    if (json) await printJson({ outcome: 'failed', code, message })
    note(`${code}  ${message}`)
    return
  }
  if (json) {
    const message = describeFaults(error.faults, 'zh')
    await printJson({ outcome: 'refused', code: error.code, message, faults: error.faults })
  }
  for (const fault of error.faults) note(faultLines(fault))
}

/** Columns padded to their widest cell; Han characters count double. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column] ?? ''))))
  return rows
    .map((row) =>
      row
        .map((cell, i) => padTo(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function padTo(cell: string, width: number): string {
  return cell + ' '.repeat(width - displayWidth(cell))
}

function displayWidth(text: string): number {
  return [...text].reduce(
    (width, character) =>
      width +
      (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]/u.test(
        character,
      )
        ? 2
        : 1),
    0,
  )
}
