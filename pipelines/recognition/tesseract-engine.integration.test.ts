import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { decodePicture } from '#pipelines/recognition/page-image/decode-image.ts'
import { type OcrEngine, OcrEngineFailure, type ScannedPage } from './ocr-engine.ts'
import { openTesseractEngine, type TesseractEngineOptions } from './tesseract-engine.ts'

const samples = join(import.meta.dirname, '..', '..', 'compliance-tests', 'cases', 'accepted')
const letter = await readFile(join(samples, '08b-restaurant-joint-child-urban', 'files', '02_招牌设计效果图.jpg'))

/** A page with few words, scanned at 200 dpi. */
const page: ScannedPage = {
  width: 1654,
  height: 2339,
  dpi: 200,
  decode: () => decodePicture(letter, 0, { width: 1654, height: 2339, dpi: 200 }),
}

const engines: OcrEngine[] = []
function open(options: Partial<TesseractEngineOptions> = {}): OcrEngine {
  const engine = openTesseractEngine({ workers: 1, ...options })
  engines.push(engine)
  return engine
}
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.close()))
})

/** Number of threads that this process runs. */
function threads(): number {
  return process.getActiveResourcesInfo().filter((resource) => resource === 'MessagePort').length
}

test('a page is read, with words that lie on the page as scanned', async () => {
  const read = await open().recognise(page)
  expect(read.text).toContain('招牌设计')
  expect(read.confidence).toBeGreaterThan(80)
  expect(read.words.length).toBeGreaterThan(30)
  expect(read.words.every(({ box }) => box.x0 >= 0 && box.x1 <= page.width && box.y1 <= page.height)).toBe(true)
})

test('nothing runs before the first page, and nothing is left after closing', async () => {
  const before = threads()
  const engine = open()
  expect(threads()).toBe(before)
  await engine.recognise(page)
  expect(threads()).toBeGreaterThan(before)
  await engine.close()
  expect(threads()).toBe(before)
})

test('a recogniser that is replaced after every page reads the same', async () => {
  const engine = open({ recycleAfter: 1 })
  const first = await engine.recognise(page)
  expect(await engine.recognise(page)).toEqual(first)
})

test('a page that is given up does not hold up the next one', async () => {
  const engine = open()
  const controller = new AbortController()
  const given = engine.recognise(page, controller.signal)
  setTimeout(() => controller.abort(new Error('given up')), 700)
  await expect(given).rejects.toThrow('given up')
  expect((await engine.recognise(page)).text).toContain('招牌设计')
})

test('a page that takes too long is a failure of the engine', async () => {
  await expect(open({ pageTimeoutMs: 50 }).recognise(page)).rejects.toThrow(OcrEngineFailure)
})

test('a page that cannot be decoded is rejected with the reason, and the next one is read', async () => {
  const engine = open()
  const torn = { ...page, decode: () => Promise.reject(new Error('torn')) }
  await expect(engine.recognise(torn)).rejects.toThrow('torn')
  expect((await engine.recognise(page)).text).toContain('招牌设计')
})

test('closing rejects the page in work and those that come later', async () => {
  const engine = open()
  const inWork = engine.recognise(page)
  setTimeout(() => void engine.close(), 500)
  await expect(inWork).rejects.toThrow('the engine was closed')
  await expect(engine.recognise(page)).rejects.toThrow('the engine was closed')
})
