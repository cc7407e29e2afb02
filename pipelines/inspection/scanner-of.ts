import type { InspectionSubject } from './inspection-subject.ts'
import type { VirusScanner } from './virus-scanner.ts'

/** The connected scanner. The engine runs no check whose tool is not connected. */
export function scannerOf({ scanner }: InspectionSubject): VirusScanner {
  if (scanner === undefined) throw new Error('no virus scanner is connected')
  return scanner
}
