import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { verifierPage } from '#services/verifier/page/build-page.ts'

const switches = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-sync',
]
const program = '/usr/bin/chromium'

/** The verifier page in a browser without network, opened from a file as an auditor opens it. */
export type BrowserVerifier = {
  readonly page: Page
  /** Requests that the page made for anything but itself. */
  readonly requests: readonly string[]
  /** First step that the page shows as wrong, `OK` if none. */
  firstFailure(record: string): Promise<string>
  close(): Promise<void>
}

export async function openBrowserVerifier(): Promise<BrowserVerifier> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-page-'))
  const file = join(folder, 'verify-package.html')
  await writeFile(file, await verifierPage())
  const browser = await chromium.launch({ executablePath: program, args: switches })
  const context = await browser.newContext({ offline: true, viewport: { width: 1000, height: 1100 } })
  const page = await context.newPage()
  const requests: string[] = []
  const address = pathToFileURL(file).href
  page.on('request', (request) => {
    if (request.url() !== address) requests.push(request.url())
  })
  await page.goto(address)
  return {
    page,
    requests,
    async firstFailure(record) {
      await page.locator('#result').evaluate((place) => place.replaceChildren())
      await page.locator('#folder').setInputFiles(record)
      return shownFailure(page)
    },
    async close() {
      await browser.close()
      await rm(folder, { recursive: true })
    },
  }
}

/** The first step that is shown as wrong once there is a verdict. Throws where the page could not verify. */
export async function shownFailure(page: Page): Promise<string> {
  const verdict = page.locator('#result .verdict')
  await verdict.waitFor()
  const shown = await verdict.getAttribute('data-verdict')
  if (shown === 'good') return 'OK'
  if (shown !== 'bad') throw new Error(`the page could not verify: ${await page.locator('#result').innerText()}`)
  const failed = page.locator('#result tr[data-mark=bad]').first()
  return (await failed.getAttribute('data-step')) ?? 'no step'
}
