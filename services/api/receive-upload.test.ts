import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { receiveUpload } from './receive-upload.ts'

let dataDir: string
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'guidang-upload-'))
})
afterEach(() => rm(dataDir, { recursive: true }))

const incoming = () => readdir(join(dataDir, 'incoming'))

function upload(files: Readonly<Record<string, string>>): Request {
  const form = new FormData()
  form.append('case', '{}')
  for (const [name, content] of Object.entries(files)) form.append('file', new Blob([content]), name)
  return new Request('http://x/', { method: 'POST', body: form })
}

test('an upload is a case source until it is closed', async () => {
  const source = await receiveUpload(upload({ 'a.pdf': 'one', 'files/b/é.pdf': 'two' }), dataDir, defaultCaptureLimits)
  expect(source.name).toBe('upload')
  expect(await source.entries()).toEqual([
    { path: 'case.json', kind: 'file', bytes: 2 },
    { path: 'files/a.pdf', kind: 'file', bytes: 3 },
    { path: 'files/b/é.pdf', kind: 'file', bytes: 3 },
  ])
  expect(await text(source.open('files/a.pdf'))).toBe('one')
  expect(await text(source.open('files/b/é.pdf'))).toBe('two')
  expect(await incoming()).toHaveLength(1)
  await source.close()
  expect(await incoming()).toEqual([])
})

test('an upload larger than a case may be is refused while it comes', async () => {
  const limits = { ...defaultCaptureLimits, caseBytes: 1000 }
  const request = upload({ 'a.pdf': 'x'.repeat(2000) })
  await expect(receiveUpload(request, dataDir, limits)).rejects.toMatchObject({
    code: 'LIMITS_SIZE',
    faults: [{ expected: '1000 B' }],
  })
  expect(await incoming()).toEqual([])
})

test.for([1, 2, 3])('of %i files, two are allowed', async (files) => {
  const names = Array.from({ length: files }, (_, i) => [`${i}.pdf`, 'x'] as const)
  const received = receiveUpload(upload(Object.fromEntries(names)), dataDir, { ...defaultCaptureLimits, files: 2 })
  if (files > 2) await expect(received).rejects.toMatchObject({ code: 'LIMITS_COUNT' })
  else await (await received).close()
  expect(await incoming()).toEqual([])
})

test('a disk that fails is our fault and not that of the sender', async () => {
  await writeFile(join(dataDir, 'incoming'), 'no folder')
  await expect(receiveUpload(upload({}), dataDir, defaultCaptureLimits)).rejects.toMatchObject({ code: 'ENOTDIR' })
})

test('a request without body is refused', async () => {
  const headers = { 'content-type': 'multipart/form-data; boundary=x' }
  const request = new Request('http://x/', { method: 'POST', headers })
  await expect(receiveUpload(request, dataDir, defaultCaptureLimits)).rejects.toMatchObject({ code: 'REQUEST_INVALID' })
})
