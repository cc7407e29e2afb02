import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { dropAbandonedUploads, makeIncomingFolder } from './incoming-folder.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-incoming-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const now = new Date('2026-01-02T12:00:00Z')
const hoursBefore = (hours: number) => new Date(now.getTime() - hours * 3_600_000)

/** An upload with one file: hours since the folder and the file were touched. */
async function uploadTouched(folderHours: number, fileHours: number): Promise<string> {
  const folder = await makeIncomingFolder(dataDir)
  await writeFile(join(folder, '0'), 'bytes')
  await utimes(join(folder, '0'), hoursBefore(fileHours), hoursBefore(fileHours))
  await utimes(folder, hoursBefore(folderHours), hoursBefore(folderHours))
  return folder.slice(join(dataDir, 'incoming').length + 1)
}

test('what nobody has touched for a day is dropped, what is still written to is kept', async () => {
  await uploadTouched(25, 25)
  const kept = [await uploadTouched(25, 23), await uploadTouched(23, 25), await uploadTouched(0, 0)]
  await dropAbandonedUploads(dataDir, now)
  expect((await readdir(join(dataDir, 'incoming'))).toSorted()).toEqual(kept.toSorted())
})

test('on first start there is nothing to drop', async () => {
  await dropAbandonedUploads(dataDir, now)
  expect(await readdir(dataDir)).toEqual(['incoming'])
})
