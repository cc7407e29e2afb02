import { execFile } from 'node:child_process'
import { appendFile, cp, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { parseCatalogue } from '#archive-schema/offline-media/catalogue-file.ts'
import { giveUpMedium } from '#services/access/offline-media/end-medium.ts'
import { mediaReport } from '#services/access/offline-media/media-report.ts'
import { testMedium } from '#services/access/offline-media/test-medium.ts'
import { writeMedia } from '#services/access/offline-media/write-media.ts'
import { mediaHolding } from '#storage/catalogue/offline-media.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

const run = promisify(execFile)
const cases = ['01-food-licence-granted', '03-advert-not-accepted', '06-employment-registration-instant']

let archive: TestArchive
let top: string
let numbers: string[]
let now: Date
beforeAll(async () => {
  archive = await openTestArchive()
  top = await mkdtemp(join(tmpdir(), 'guidang-media-'))
  const outcomes = await archive.capture(...cases.map((name) => join(samples, 'accepted', name)))
  numbers = outcomes.map(({ number }) => number ?? '')
}, 120_000)
afterAll(async () => {
  await archive.close()
  await rm(top, { recursive: true })
})
beforeEach(() => {
  now = new Date('2026-11-25T02:00:00Z')
})

const timed = (): TestArchive => ({ ...archive, now: () => now })
const asked = { carrier: 'disk', set: 1, place: '长沙市档案馆 3 库', by: '赵敏', capacity: 25e9 } as const

/** Media of their own for a test. */
async function write(name: string, change: object = {}) {
  const folder = join(top, name)
  const request = { ...asked, name, records: { numbers }, ...change }
  return { folder, written: await writeMedia(timed(), request, folder) }
}

/** A medium whose copy a test may spoil: the register knows it by the name of its folder. */
async function spoilable(name: string): Promise<string> {
  const { folder } = await write(name)
  return join(folder, `${name}-01`)
}

const testAll = (folder: string) => testMedium(timed(), folder, { by: '李强', share: 1 })
const files = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(folder.length + 1))
    .toSorted()

describe('a medium', () => {
  let medium: string
  beforeAll(async () => {
    now = new Date('2026-11-25T02:00:00Z')
    medium = await spoilable('golden')
  }, 120_000)

  test('has the tree of DA/T 104-2024 图1, the 件 in the place of the 案卷 [TRF-13]', async () => {
    expect(await readdir(medium)).toEqual(['其他', '电子档案', '目录文件.txt', '说明文件.txt'].toSorted())
    const rows = parseCatalogue(await readFile(join(medium, '目录文件.txt')))
    expect(rows.map(({ number }) => number)).toEqual(numbers)
    for (const { folder, archivalCode, files: count } of rows) {
      expect(folder).toMatch(/^电子档案\/20\d\d\/ZY·ZW\/[^/]+$/)
      expect(folder.endsWith(`/${archivalCode}`)).toBe(true)
      const held = await files(join(medium, folder))
      expect(held).toHaveLength(count)
      expect(held.filter((path) => path.endsWith('基本信息元数据.xml'))).toHaveLength(1)
    }
    expect(await readdir(join(medium, '其他'))).toEqual(
      ['manifest-sha256.txt', 'manifest-sm3.txt', 'trust', 'verify-package.html', 'verify-package.sh'].toSorted(),
    )
  })

  test('is the storage of 件 with their metadata, no backup: a copy of the store is none [TRF-15]', async () => {
    const backup = join(top, 'store-copy-01')
    await cp(join(archive.config.dataDir, 'store'), backup, { recursive: true })
    await expect(testAll(backup)).rejects.toMatchObject({ code: 'MEDIUM_NOT_FOUND' })
    const disguised = join(top, 'disguised', 'golden-01')
    await mkdir(join(top, 'disguised'))
    await rename(backup, disguised)
    expect((await testAll(disguised)).faults).toMatchObject([{ kind: 'missing', path: '其他/manifest-sha256.txt' }])
  })

  test('is checked by anybody with sha256sum and openssl', async () => {
    const { stdout } = await run('sha256sum', ['-c', '--strict', '--quiet', '其他/manifest-sha256.txt'], {
      cwd: medium,
    })
    expect(stdout).toBe('')
    const [row] = parseCatalogue(await readFile(join(medium, '目录文件.txt')))
    const script = ['其他/verify-package.sh', row?.folder ?? '', '其他/trust']
    expect((await run('sh', script, { cwd: medium })).stdout).toContain('OK')
  })

  test('says what it is', async () => {
    const text = await readFile(join(medium, '说明文件.txt'), 'utf8')
    expect(text).toContain('载体标识：golden-01\n')
    expect(text).toContain('共 3 件\n')
    expect(text).toContain('制作：赵敏，2026-11-25\n')
    expect(text).toContain('每 2 年抽检不少于 10%，每 4 年重写')
    expect(text).toContain('测试密钥')
  })

  test('is right as it was written, and the test is entered in the ledger', async () => {
    const before = await archive.ledger.counts()
    const { faults, sample } = await testAll(medium)
    expect(faults).toEqual([])
    expect(sample).toEqual(numbers.toSorted())
    const after = await archive.ledger.counts()
    expect(after.committed + after.waiting).toBe(before.committed + before.waiting + 1)
  })
})

describe('a spoilt medium', () => {
  test('files that are on no list are found [FPC-15]', async () => {
    const medium = await spoilable('surplus')
    await writeFile(join(medium, '其他', 'thumbs.db'), 'x')
    expect((await testAll(medium)).faults).toMatchObject([{ kind: 'surplus', path: '其他/thumbs.db' }])
  })

  test('a file that is lost is missed, sampled or not', async () => {
    const medium = await spoilable('lost')
    const path = (await files(medium)).find((each) => each.endsWith('流程信息元数据.xml')) ?? ''
    await rm(join(medium, path))
    const { faults } = await testMedium(timed(), medium, { by: '李强' })
    expect(faults).toContainEqual(expect.objectContaining({ kind: 'missing', path }))
  })

  test('a changed byte is found where the record is read, and the record does not verify', async () => {
    const medium = await spoilable('flipped')
    const path = (await files(medium)).find((each) => each.includes('/申报文件/')) ?? ''
    await appendFile(join(medium, path), 'x')
    const { faults } = await testAll(medium)
    expect(faults.map(({ kind }) => kind)).toEqual(['changed', 'unverified'])
    expect(faults[0]?.path).toBe(path)
  })

  test('lists that were written again are not those of the register', async () => {
    const medium = await spoilable('forged')
    await appendFile(join(medium, '其他', 'manifest-sha256.txt'), `${'0'.repeat(64)}  其他/zzz\n`)
    expect((await testAll(medium)).faults).toMatchObject([{ kind: 'register' }])
    const other = await spoilable('retitled')
    await appendFile(join(other, '目录文件.txt'), 'x\n')
    expect((await testAll(other)).faults).toMatchObject([{ kind: 'changed', path: '目录文件.txt' }])
  })
})

describe('the register', () => {
  test('a row of media is as long as the capacity asks for, and no record is parted', async () => {
    const { folder, written } = await write('row', { capacity: 5.6e6 })
    expect(written.length).toBeGreaterThan(1)
    expect(await readdir(folder)).toEqual(written.map(({ medium }) => medium.id))
    expect(written.reduce((sum, { medium }) => sum + medium.records, 0)).toBe(3)
    for (const { medium } of written) expect(medium.bytes).toBeLessThanOrEqual(5.6e6)
    await expect(write('none', { capacity: 1e4 })).rejects.toMatchObject({ code: 'MEDIUM_TOO_SMALL' })
  })

  test('an identifier is never used again, and a failure leaves nothing', async () => {
    await write('twice')
    const again = writeMedia(timed(), { ...asked, name: 'twice', records: { numbers } }, join(top, 'again'))
    await expect(again).rejects.toMatchObject({ code: 'MEDIUM_EXISTS' })
    expect(await files(join(top, 'again'))).toEqual([])
  })

  test('names what has too few sets: three for what is permanent [TRF-16]', async () => {
    const setsOf = async () => (await mediaReport(timed())).uncovered.first.map(({ number, sets }) => [number, sets])
    const fresh = await archive.capture(join(samples, 'accepted', '02-labour-dispatch-denied'))
    const number = fresh[0]?.number ?? ''
    expect(await setsOf()).toContainEqual([number, 0])
    const { written } = await write('set', { records: { numbers: [number] } })
    expect(await setsOf()).not.toContainEqual([number, expect.anything()])
    await giveUpMedium(timed(), { id: written[0]?.medium.id ?? '', by: '赵敏', reason: '损坏' })
    expect(await setsOf()).toContainEqual([number, 0])
    expect(await mediaHolding(archive.catalogue.pool, number)).toEqual([])
  })

  test('asks for tests and rewriting when they are due, and keeps what was rewritten [TRF-14]', async () => {
    const medium = await spoilable('clock')
    const stateOf = async () => (await mediaReport(timed())).media.find((each) => each.medium.id === 'clock-01')
    now = new Date('2028-11-24T15:59:59Z')
    expect(await stateOf()).toMatchObject({ isDue: false, duties: { sampleOn: '2028-11-25', rewriteOn: '2030-11-25' } })
    now = new Date('2028-11-24T16:00:00Z')
    expect(await stateOf()).toMatchObject({ isDue: true })
    await testAll(medium)
    expect(await stateOf()).toMatchObject({ isDue: false, duties: { sampleOn: '2030-11-25' } })
    now = new Date('2030-11-24T16:00:00Z')
    expect(await stateOf()).toMatchObject({ isDue: true })
    await write('clock-next', { rewrites: 'clock-01' })
    expect(await stateOf()).toMatchObject({ isDue: false, keptUntil: '2034-11-25' })
    const giveUp = () => giveUpMedium(timed(), { id: 'clock-01', by: '赵敏', reason: '已重写' })
    await expect(giveUp()).rejects.toMatchObject({ code: 'MEDIUM_KEPT' })
    now = new Date('2034-11-25T00:00:00+08:00')
    await giveUp()
    expect(await stateOf()).toBeUndefined()
    await expect(giveUp()).rejects.toMatchObject({ code: 'MEDIUM_NOT_FOUND' })
  })
})
