import { collect } from '#archive-schema/content-reader.ts'
import type { ScannerIdentity, VirusScanner } from './virus-scanner.ts'

/** What the scanner of the trials takes for a virus, wherever it stands in a file. */
export const trialMarker = 'GUIDANG-TRIAL-MARKER'

/** The scanner of the trials when nothing is the matter: its database is of the day before the inspection. */
export const trialIdentity: ScannerIdentity = {
  engine: 'TrialScanner 1.0',
  database: { version: '27000', date: new Date('2026-11-19T08:00:00Z') },
}

/** A scanner that reads all that it is given and finds the marker; `changes` replaces what it does. */
export function trialScanner(changes: Partial<VirusScanner> = {}): VirusScanner {
  return {
    identify: async () => trialIdentity,
    scan: async (content) =>
      (await collect(content)).includes(trialMarker)
        ? { verdict: 'infected', virus: 'Trial.Marker' }
        : { verdict: 'clean' },
    ...changes,
  }
}
