import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { statIfThere } from '#storage/content/stat-if-there.ts'

const run = promisify(execFile)

/** Where Debian and the vendors put the browser. */
const usualPlaces = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** A page is printed in seconds; a browser that does not come to an end is ended, in milliseconds. */
const longest = 120_000

/** It prints and does nothing else: no network, no updates, nothing kept. */
const quietly = [
  '--headless',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--no-default-browser-check',
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--no-pdf-header-footer',
]

/**
 * Prints a page as PDF with Chromium, an outside program that is needed for nothing else; `program` is its path, where it is
 * not in one of the usual places. Throws `REPORT_PRINTER_MISSING`, `REPORT_NOT_PRINTED`.
 */
export async function printPage(page: Uint8Array, program: string | undefined): Promise<Uint8Array> {
  const browser = await findBrowser(program)
  const folder = await mkdtemp(join(tmpdir(), 'guidang-print-'))
  try {
    return await printIn(folder, browser, page)
  } catch (error) {
    throw new ArchiveError({ code: 'REPORT_NOT_PRINTED', file: browser, found: messageOf(error) }, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function printIn(folder: string, browser: string, page: Uint8Array): Promise<Uint8Array> {
  const [source, target] = [join(folder, 'report.html'), join(folder, 'report.pdf')]
  await writeFile(source, page)
  // Chromium's own sandbox refuses to run as root.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const places = [`--user-data-dir=${join(folder, 'profile')}`, `--print-to-pdf=${target}`, pathToFileURL(source).href]
  await run(browser, [...quietly, ...asRoot, ...places], { timeout: longest, killSignal: 'SIGKILL' })
  return readFile(target)
}

async function findBrowser(program: string | undefined): Promise<string> {
  const places = program === undefined ? usualPlaces : [program]
  for (const place of places) if ((await statIfThere(place))?.isFile() === true) return place
  throw new ArchiveError({ code: 'REPORT_PRINTER_MISSING', found: places.join('、') })
}
