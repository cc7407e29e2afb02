import type { LockFault } from '#storage/catalogue/lock-renewals.ts'
import type { ToldHolding } from '../access/hold-records.ts'
import type { ToldHold } from '../access/tell-hold.ts'
import { note, print, printJson } from './output.ts'

/** One hold on a line. */
export function holdLine({ hold, authority, reason, by, at, active, records }: ToldHold): string {
  return [hold, at, `${active}/${records} 件`, authority, reason, by].join('  ')
}

/** Says what has become of a request on holds. */
export async function tellHolding(act: string, told: ToldHolding, json: boolean): Promise<void> {
  noteFaults(told.faults)
  if (json) return printJson(told)
  return print([`${act} ${told.hold}`, ...told.numbers].join('\n'))
}

/** Says which objects the store could not be brought to yet; workers go on trying. */
export function noteFaults(faults: readonly LockFault[]): void {
  for (const { code, key, found } of faults) note(`${code}  ${key}  ${found}`)
}
