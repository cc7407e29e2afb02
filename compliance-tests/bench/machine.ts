import { execFile } from 'node:child_process'
import { statfs } from 'node:fs/promises'
import { cpus, tmpdir, totalmem } from 'node:os'
import { promisify } from 'node:util'
import { findPostgresPrograms } from '#storage/catalogue/embedded/postgres-programs.ts'

/** What a figure depends on besides the program. */
export type Machine = {
  readonly cores: number
  readonly model: string
  readonly memoryGiB: number
  readonly node: string
  readonly postgres: string
  /** Where the benchmarks write, and what kind of file system that is. */
  readonly folder: string
  readonly fileSystem: string
}

/** The machine as it is now. */
export async function describeMachine(): Promise<Machine> {
  const { stdout } = await promisify(execFile)(findPostgresPrograms().postgres, ['--version'])
  const folder = tmpdir()
  const { type } = await statfs(folder)
  return {
    cores: cpus().length,
    model: cpus()[0]?.model ?? 'unknown',
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    node: process.version,
    postgres: stdout.trim(),
    folder,
    fileSystem: fileSystems[type] ?? `0x${type.toString(16)}`,
  }
}

/** The machine in one line. */
export function machineLine(machine: Machine): string {
  const { cores, model, memoryGiB, node, postgres, folder, fileSystem } = machine
  return `${cores} × ${model}, ${memoryGiB} GiB, Node ${node}, ${postgres}, ${folder} on ${fileSystem}`
}

/** Numbers of statfs(2). On tmpfs nothing is durable, and the limits of the disk mean nothing. */
const fileSystems: Readonly<Record<number, string>> = {
  61267: 'ext2/3/4',
  1481003842: 'xfs',
  2435016766: 'btrfs',
  2035054128: 'overlayfs',
  16914836: 'tmpfs',
}
