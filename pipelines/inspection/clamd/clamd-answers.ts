import type { ScannerIdentity, ScanVerdict } from '../virus-scanner.ts'
import { scannerUnavailable } from './scanner-unavailable.ts'

/** With `AlertExceedsMax yes`, clamd reports under this name what it has not looked at. */
const notLookedAt = 'Heuristics.Limits.Exceeded'

/** Reads the answer to INSTREAM. Throws `SCANNER_UNAVAILABLE` for all that is neither `OK` nor `FOUND`. */
export function readScanAnswer(answer: string): ScanVerdict {
  if (answer === 'stream: OK') return { verdict: 'clean' }
  const [, virus] = /^stream: ([\x20-\x7e]+) FOUND$/.exec(answer) ?? []
  if (virus === undefined || virus.startsWith(notLookedAt)) throw scannerUnavailable(`clamd answered "${answer}"`)
  return { verdict: 'infected', virus }
}

/**
 * Reads the answer to VERSION: `ClamAV 1.4.6/27000/Fri Nov 20 08:00:00 2026`, or `ClamAV 1.4.6` where no official database
 * is loaded. Throws `SCANNER_UNAVAILABLE` for anything else.
 *
 * clamd tells the time of its own zone and not which one that is. It is read as UTC, and right to the day.
 */
export function readVersionAnswer(answer: string): ScannerIdentity {
  const [, engine, version, told] = /^(ClamAV [\x21-\x2e\x30-\x7e]+)(?:\/(\d+)\/([\x20-\x7e]+))?$/.exec(answer) ?? []
  if (engine === undefined) throw scannerUnavailable(`clamd answered "${answer}"`)
  const date = new Date(`${told} UTC`)
  if (version === undefined || Number.isNaN(date.getTime())) return { engine }
  return { engine, database: { version, date } }
}
