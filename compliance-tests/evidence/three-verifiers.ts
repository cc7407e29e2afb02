import { expect } from 'vitest'
import { installPrograms } from '../stack/install-programs.ts'
import { type BrowserVerifier, openBrowserVerifier } from './browser-verifier.ts'
import { firstFailure, firstShellFailure } from './laboratory.ts'

/** The verifiers of an export: the program, the shell script, and the page in a browser. */
export type ThreeVerifiers = {
  readonly browser: BrowserVerifier
  /** All three stop at this step of a record, or at none: `OK`. */
  expectStep(record: string, step: string): Promise<void>
  close(): Promise<void>
}

export async function openVerifiers(): Promise<ThreeVerifiers> {
  await installPrograms([{ program: 'chromium', debianPackage: 'chromium' }])
  const browser = await openBrowserVerifier()
  return {
    browser,
    async expectStep(record, step) {
      expect(await firstFailure(record)).toBe(step)
      expect(await firstShellFailure(record)).toBe(step)
      expect(await browser.firstFailure(record)).toBe(step)
    },
    close: () => browser.close(),
  }
}
