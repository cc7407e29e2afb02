import { createHash, randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, open, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { StagingArea, StagingWriter } from './staging-area.ts'

let root: string
let staging: StagingArea

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'staging-'))
  staging = new StagingArea(root)
})
afterEach(() => rm(root, { recursive: true }))

async function* chunks(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text)
}

test('appends files one after the other, measures them, and reads each back alone', async () => {
  const id = randomUUID()
  const writer = await staging.begin(id)
  const first = await writer.append(chunks('政务', '服务'), 100)
  const second = await writer.append(chunks('归档'), 100)
  await writer.finish()
  expect(first).toMatchObject({ offset: 0, bytes: 12 })
  expect(second).toMatchObject({ offset: 12, bytes: 6 })
  expect(first?.fixity.sha256).toBe(createHash('sha256').update('政务服务').digest('hex'))
  const content = await staging.open(id)
  const reader = content.reader(second ?? { offset: 0, bytes: 0 })
  expect(Buffer.from(await reader.read(0, 100)).toString()).toBe('归档')
  await content.close()
  expect(await readFile(join(root, id, 'content'), 'utf8')).toBe('政务服务归档')
})

test('stops at the limit, and takes exactly as much', async () => {
  const writer = await staging.begin(randomUUID())
  expect(await writer.append(chunks('1234', '5'), 4)).toBeUndefined()
  expect(await writer.append(chunks('12', '34'), 4)).toMatchObject({ bytes: 4 })
  await writer.abandon()
})

test('a disk without space is a coded refusal that is tried again', async () => {
  const writer = new StagingWriter(await open('/dev/full', 'w'), [])
  const refusal = {
    code: 'STAGING_UNAVAILABLE',
    permanent: false,
    faults: [{ found: expect.stringMatching(/ENOSPC/) }],
  }
  await expect(writer.append(chunks('content'), 100)).rejects.toMatchObject(refusal)
  await writer.abandon()
})

test('a place that is no folder is a coded refusal', async () => {
  await writeFile(join(root, 'file'), '')
  const refusal = { code: 'STAGING_UNAVAILABLE', permanent: false }
  await expect(new StagingArea(join(root, 'file')).begin(randomUUID())).rejects.toMatchObject(refusal)
})

test('what the source of a file says is passed on as it is', async () => {
  const writer = await staging.begin(randomUUID())
  const broken = (async function* (): AsyncGenerator<Uint8Array> {
    yield Buffer.from('begin')
    throw Object.assign(new Error('the source is gone'), { code: 'EIO' })
  })()
  await expect(writer.append(broken, 100)).rejects.toThrow('the source is gone')
  await writer.abandon()
})

test('a dropped case is gone, and dropping it again is no error', async () => {
  const id = randomUUID()
  await (await staging.begin(id)).finish()
  await staging.drop(id)
  await staging.drop(id)
  await expect(staging.folder(id)).rejects.toMatchObject({ code: 'STAGING_LOST' })
  await expect(staging.open(id)).rejects.toMatchObject({ code: 'STAGING_LOST' })
})

test('knows its cases and their age, and leaves alone what else lies there', async () => {
  const [fresh, old] = [randomUUID(), randomUUID()]
  for (const id of [fresh, old]) await (await staging.begin(id)).finish()
  await mkdir(join(root, 'lost+found'))
  await utimes(join(root, old), new Date('2026-01-01'), new Date('2026-01-01'))
  expect((await staging.cases()).toSorted()).toEqual([fresh, old].toSorted())
  expect(await staging.untouchedSince(new Date('2026-01-02'))).toEqual([old])
})
