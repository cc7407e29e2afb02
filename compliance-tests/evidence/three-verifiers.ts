import { afterAll, beforeAll, expect } from 'vitest'
import { installPrograms } from '../stack/install-programs.ts'
import { type BrowserVerifier, openBrowserVerifier } from './browser-verifier.ts'
import { firstFailure, firstShellFailure } from './laboratory.ts'

/** The verifiers of an export: the program, the shell script, and the page in a browser. */
export type ThreeVerifiers = {
  readonly browser: BrowserVerifier
  /** All three stop at this step of a record, or at none: `OK`. */
  expectStep(record: string, step: string): Promise<void>
}

/** The verifiers, opened before the tests of a file or block and closed after them. */
export function useVerifiers(): ThreeVerifiers {
  let browser: BrowserVerifier
  beforeAll(async () => {
    await installPrograms([{ program: 'chromium', debianPackage: 'chromium' }])
    browser = await openBrowserVerifier()
  })
  afterAll(() => browser.close())
  return {
    get browser() {
      return browser
    },
    async expectStep(record, step) {
      expect(await firstFailure(record)).toBe(step)
      expect(await firstShellFailure(record)).toBe(step)
      expect(await browser.firstFailure(record)).toBe(step)
    },
  }
}
