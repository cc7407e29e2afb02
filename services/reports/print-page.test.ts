import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { printPage } from './print-page.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'print-page-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('without the browser that was named, the PDF is refused, and says what is missing', async () => {
  await expect(printPage(Buffer.from('<p>'), '/nowhere/chromium')).rejects.toMatchObject({
    code: 'REPORT_PRINTER_MISSING',
    faults: [{ found: '/nowhere/chromium' }],
  })
})

test.for([
  ['fails', 'exit 3'],
  ['prints nothing', 'exit 0'],
])('a browser that %s is told', async ([name, script]) => {
  const program = join(folder, `browser-${name}`)
  await writeFile(program, `#!/bin/sh\n${script}\n`)
  await chmod(program, 0o755)
  await expect(printPage(Buffer.from('<p>'), program)).rejects.toMatchObject({ code: 'REPORT_NOT_PRINTED' })
})
