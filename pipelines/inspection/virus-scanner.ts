/** 杀毒软件及其病毒库 (which scanner looks, and with what knowledge). */
export type ScannerIdentity = {
  /** Name and version, e.g. `ClamAV 1.4.6`. */
  readonly engine: string
  /** 病毒库 (signature database); absent where the scanner does not date it. */
  readonly database?: { readonly version: string; readonly date: Date }
}

/** What a scan came to. Only a scanner that says so makes content clean. */
export type ScanVerdict =
  | { readonly verdict: 'clean' }
  /** `virus`: its name in the signature database. */
  | { readonly verdict: 'infected'; readonly virus: string }

/**
 * 杀毒软件 (virus scanner). A hall may connect another one: nothing else knows which one answers.
 * Whoever gives no whole and plain answer throws `SCANNER_UNAVAILABLE`, which is worth another try and no verdict.
 */
export interface VirusScanner {
  identify(): Promise<ScannerIdentity>
  /** Scans one file from first byte to last, what is packed inside included. Passes on what `content` throws. */
  scan(content: AsyncIterable<Uint8Array>): Promise<ScanVerdict>
}

/** Engine and 病毒库 in one line, as evidence. */
export function describeScanner({ engine, database }: ScannerIdentity): string {
  if (database === undefined) return `${engine}，病毒库未注明版本和日期`
  return `${engine}，病毒库 ${database.version}（${database.date.toISOString().slice(0, 10)}）`
}
