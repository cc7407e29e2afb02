import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PageText } from '#archive-schema/recognised-text.ts'
import { openTesseractEngine } from '#pipelines/recognition/tesseract-engine.ts'
import { errorRates } from './score.ts'
import { recogniseFile, type ScoredPage, scoreAll } from './score-samples.ts'
import { sampleFolder } from './truth-pages.ts'

const engine = openTesseractEngine({ workers: 2 })
afterAll(() => engine.close())

/**
 * Pages of every kind, and the most of their letters that may be wrong (core) or nowhere on the page (missing), in per
 * cent: what was measured, and about one per cent more.
 */
const bounds: Readonly<Record<string, { readonly core: number; readonly missing: number }>> = {
  // Red letterhead, red seal over signature and date, colour, 300 dpi.
  'files/C01_准予行政许可决定书.jpg': { core: 1.5, missing: 1.5 },
  // A certificate: red title, labels and values without rules, seal.
  'files/C02_食品经营许可证.jpg': { core: 3.5, missing: 3.5 },
  // A ruled form with two seals and handwriting.
  'files/A01_食品经营许可申请书-1.jpg': { core: 3, missing: 2 },
  // Bilevel, TIFF with Group 4 compression.
  'files/A04_经营场所平面布局图.tif': { core: 3, missing: 2.5 },
  // PDF that is only pictures, two pages.
  'files/A05_食品安全管理制度.pdf': { core: 1.5, missing: 1.5 },
}

let pages: readonly ScoredPage[] = []
beforeAll(async () => {
  const scored = await scoreAll(engine, (page) => page.case.startsWith('01-') && page.file in bounds)
  pages = scored.pages
})

test.for(Object.entries(bounds))('%s is read as well as was measured', ([file, most]) => {
  const scores = pages.filter(({ page }) => page.file === file).map(({ score }) => score)
  const { core, miss } = errorRates(scores)
  expect(core * 100).toBeLessThanOrEqual(most.core)
  expect(miss * 100).toBeLessThanOrEqual(most.missing)
})

test('every page that has a true text was read', () => {
  expect(pages).toHaveLength(6)
})

test('the signature and the date under a red seal are not lost', () => {
  const decision = pages.find(({ page }) => page.file.includes('C01_'))
  const [signature, date] = decision?.text.split('\n').slice(-2) ?? []
  // 麓 is outside of what the language data tell apart from 麒.
  expect(signature).toMatch(/^长沙市湘.区行政审批服务局$/)
  expect(date).toBe('2025年3月19日')
})

test('codes and names that a person would look for are found', () => {
  expect(pages.flatMap(({ page, fieldsMissed }) => fieldsMissed.map((field) => `${page.file} ${field}`))).toEqual([])
})

test('what was recognised can be kept as it is and read back [FMT-07]', async () => {
  const path = join(sampleFolder, 'accepted', '07-hr-service-online-ofd', 'files', 'a3-身份证电子证照.ofd')
  const { pages: kept } = await recogniseFile(path, undefined, engine)
  expect(kept.map((page) => PageText.parse(JSON.parse(JSON.stringify(page))))).toEqual(kept)
  expect(kept[0]?.text).toContain('公民身份号码：430190199102202668')
})

test.for([
  ['07-hr-service-online-ofd', 'c2-人力资源服务许可证.ofd', '人力资源服务许可证'],
  ['07-hr-service-online-ofd', 'b3-电子印章应用样例.ofd', '你好呀，OFD Reader&Writer！'],
  ['10-construction-permit-large', 'A12-电子表单数据.xml', '91430191MA4L9D2R15'],
  ['10-construction-permit-large', 'C01-准予行政许可决定书.pdf', '浏渚住建许决字〔2025〕128号'],
] as const)('%s/%s gives its own text without recognition', async ([folder, name, words]) => {
  const document = await recogniseFile(join(sampleFolder, 'accepted', folder, 'files', name), undefined, engine)
  expect(document.engine).toBeUndefined()
  expect(document.pages.map((page) => page.text).join('\n')).toContain(words)
})

test('a recording has no text and says so', async () => {
  const path = join(sampleFolder, 'accepted', '10-construction-permit-large', 'files', 'B04-办结告知录音.wav')
  expect(await recogniseFile(path, undefined, engine)).toEqual({ pages: [], note: 'FORMAT_WITHOUT_TEXT' })
})
