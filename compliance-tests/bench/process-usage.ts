import { readdir, readFile } from 'node:fs/promises'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** The kernel tells processor time in ticks of USER_HZ, which is 100 on every machine that Node runs on. */
const ticksPerSecond = 100

/** Processor time in seconds of all children of this process that have ended, with theirs. */
export async function endedChildrenSeconds(): Promise<number> {
  const times = await processTimes('self')
  return times?.endedChildren ?? 0
}

/** Processor time in seconds that a process and its children have used so far, the ended ones included. */
export async function treeSeconds(pid: number): Promise<number> {
  const times = await Promise.all([pid, ...(await childrenOf(pid))].map((member) => processTimes(String(member))))
  return times.reduce((sum, member) => sum + (member === undefined ? 0 : member.own + member.endedChildren), 0)
}

/** Most bytes that a process has ever held in memory (VmHWM), `undefined` once it has ended. */
export async function peakMemory(pid: number): Promise<number | undefined> {
  const status = await readOfProcess(String(pid), 'status')
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status ?? '')?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}

/** Numbers of the living children of a process. */
export async function childrenOf(pid: number): Promise<number[]> {
  const all = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const parents = await Promise.all(all.map((name) => processTimes(name)))
  return all.filter((_, i) => parents[i]?.parent === pid).map(Number)
}

type ProcessTimes = { readonly parent: number; readonly own: number; readonly endedChildren: number }

/** From `/proc/…/stat` (proc(5)), whose second field is the program's name in brackets and may hold anything. */
async function processTimes(process: string): Promise<ProcessTimes | undefined> {
  const line = await readOfProcess(process, 'stat')
  if (line === undefined) return undefined
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ')
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = fields.slice(11, 15).map(Number)
  return {
    parent: Number(fields[1]),
    own: (user + system) / ticksPerSecond,
    endedChildren: (childUser + childSystem) / ticksPerSecond,
  }
}

async function readOfProcess(process: string, file: string): Promise<string | undefined> {
  try {
    return await readFile(`/proc/${process}/${file}`, 'utf8')
  } catch (error) {
    // It has ended in the meantime.
    if (hasErrorCode(error, 'ENOENT', 'ESRCH')) return undefined
    throw error
  }
}
