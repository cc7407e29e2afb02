import sharp from 'sharp'
import { afterAll, expect, test } from 'vitest'
import type { ScanDemand } from '#archive-schema/formats/scan-quality.ts'
import { isSameMaterial } from '#archive-schema/scope/scope-table.ts'
import { makePdf, stream } from '#pipelines/examination/content-trial.ts'
import { greyHeader, isoBox, jp2File } from '#pipelines/examination/jp2-trial.ts'
import { CaseDraft, type JsonObject } from '../intake/case-draft.ts'
import { type DraftChange, openInspection } from './inspected-draft.ts'

const inspection = await openInspection()
afterAll(() => inspection.close())

const resolution = 'gd.usability.scan-resolution'
const proof = 'gd.usability.scan-proof'
const colour = 'gd.usability.scan-colour'
const format = 'gd.usability.scan-format'
/** A scan that applicants handed in, and one of a 结果文件. */
const handedIn = 'files/01_劳务派遣经营许可申请书.jpg'
const result = 'files/07_不予行政许可决定书.jpg'

const picture = (grey = false) => {
  const page = sharp({ create: { width: 165, height: 234, channels: 3, background: '#fff' } })
  return grey ? page.greyscale().toColourspace('b-w') : page
}
const jpeg = (dpi: number) => picture().withMetadata({ density: dpi }).jpeg().toBuffer()

/** The draft with one scan replaced and registered so; the extension is that of its new content. */
async function draft(path: string, content: Uint8Array, scan: JsonObject = {}, extension = 'jpg'): Promise<CaseDraft> {
  const made = await CaseDraft.of('02')
  return replaceScan(made, path, content, scan, extension)
}

function replaceScan(
  made: CaseDraft,
  path: string,
  content: Uint8Array,
  scan: JsonObject,
  extension = 'jpg',
): CaseDraft {
  const name = path.replace(/jpg$/, extension)
  made.replace(path, content)
  if (name !== path) made.rename(path, name)
  const listed = made.listed(name)
  delete listed['mediaType']
  Object.assign(listed['scan'] as JsonObject, scan)
  return made
}

/** The scope entry says this of the material that was handed in. */
function demanding(scanning: ScanDemand): DraftChange {
  return ({ entry, arranged }) => ({
    subject: ({ scope }) => ({
      scope: {
        ...scope,
        entry: {
          ...entry,
          materials: entry.materials.map((material) =>
            arranged.files.some(
              ({ path, material: { name } }) => path === handedIn && isSameMaterial(name, material.name),
            )
              ? { ...material, scanning }
              : material,
          ),
        },
      },
    }),
  })
}

test.for([
  ['一般', 200, 'PASS'],
  ['一般', 199, 'PASS'],
  ['一般', 150, 'FAIL'],
  ['字迹小、密集或浅', 300, 'PASS'],
  ['字迹小、密集或浅', 200, 'FAIL'],
  ['COM 输出', 300, 'PASS'],
  ['COM 输出', 200, 'FAIL'],
  ['仿真复制', 600, 'PASS'],
  ['仿真复制', 300, 'FAIL'],
] as const)('FMT-04 a scan for %s of %d dpi: %s', async ([demand, dpi, outcome]) => {
  const made = await draft(handedIn, await jpeg(dpi), { dpi })
  const [item] = await inspection.items(made, [resolution], demanding(demand))
  expect(item?.outcome).toBe(outcome)
  if (outcome === 'FAIL') {
    const places = item?.evidence.map(({ found = '' }) => found)
    expect(places).toEqual([`${dpi} dpi`, `图像为 ${dpi} dpi`])
  }
})

test('FMT-04 a picture that is coarser than registered fails, and names both', async () => {
  const [item] = await inspection.items(await draft(handedIn, await jpeg(200), { dpi: 300 }), [resolution])
  expect(item).toMatchObject({ outcome: 'FAIL', evidence: [{ expected: '登记的 300 dpi', found: '图像为 200 dpi' }] })
})

test('FMT-04 where the picture states no resolution the registered one is judged, and a person is asked', async () => {
  const bare = await picture().jpeg().toBuffer()
  const [judged, open] = await inspection.items(await draft(handedIn, bare, { dpi: 200 }), [resolution, proof])
  expect(judged?.outcome).toBe('PASS')
  expect(judged?.evidence[0]?.found).toContain('未经图像证实')
  expect(open?.outcome).toBe('MANUAL_REVIEW')
  expect(open?.evidence.filter(({ location = '' }) => location.includes('劳务派遣经营许可申请书'))).toMatchObject([
    { expected: '登记的 200 dpi', found: '图像未记录分辨率，未经证实' },
  ])
  const [coarse] = await inspection.items(await draft(handedIn, bare, { dpi: 150 }), [resolution])
  expect(coarse?.outcome).toBe('FAIL')
})

test('FMT-04 a scan in a PDF is judged by the size of its page', async () => {
  const [fine] = await inspection.items(await draft(handedIn, scannedPdf(1654, 2339), {}, 'pdf'), [resolution])
  expect(fine?.outcome).toBe('PASS')
  const [coarse] = await inspection.items(await draft(handedIn, scannedPdf(827, 1170), {}, 'pdf'), [resolution])
  expect(coarse).toMatchObject({ outcome: 'FAIL', evidence: [{ found: '图像为 100 dpi' }] })
})

function scannedPdf(width: number, height: number): Buffer {
  const page = '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595.32 841.92] /Resources << /XObject << /Im 4 0 R >> >> >>'
  const image = `/Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8`
  const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
  return makePdf({ objects: ['<< /Type /Catalog /Pages 2 0 R >>', pages, page, stream(image, 'x')] })
}

test('FMT-05 a grey scan of a page that should have a red head waits for a person; in colour it passes', async () => {
  const grey = await picture(true).jpeg().toBuffer()
  const [waiting] = await inspection.items(await draft(result, grey, { colour: '灰度' }), [colour])
  expect(waiting?.outcome).toBe('MANUAL_REVIEW')
  expect(waiting?.evidence.map(({ location = '', found }) => [location.includes('决定书'), found])).toContainEqual([
    true,
    '灰度',
  ])
  const good = await draft(result, await jpeg(300), { colour: '彩色' })
  replaceScan(good, 'files/08_送达回证.jpg', await jpeg(200), { colour: '彩色' })
  const [passed] = await inspection.items(good, [colour])
  expect(passed?.outcome).toBe('PASS')
})

test('FMT-05 a grey picture that is registered as colour fails: the register is wrong', async () => {
  const grey = await picture(true).jpeg().toBuffer()
  const [item] = await inspection.items(await draft(result, grey, { colour: '彩色' }), [resolution])
  expect(item).toMatchObject({ outcome: 'FAIL', evidence: [{ expected: '登记的彩色', found: '图像为灰度' }] })
})

test('FMT-05 a grey scan of what applicants hand in is no question', async () => {
  const grey = await picture(true).jpeg().toBuffer()
  const made = await draft(handedIn, grey, { colour: '灰度' })
  const [item] = await inspection.items(made, [colour])
  expect(item?.evidence.every(({ location = '' }) => !location.includes('申请书'))).toBe(true)
})

const density = isoBox('res ', isoBox('resc', '1ec200011ec200010000'))

const scanFormats: readonly (readonly [extension: string, content: Buffer, outcome: string])[] = [
  ['jpg', await jpeg(200), 'PASS'],
  ['tif', await picture().withMetadata({ density: 200 }).tiff().toBuffer(), 'PASS'],
  ['jp2', jp2File({ header: greyHeader + density }), 'PASS'],
  ['png', await picture().withMetadata({ density: 200 }).png().toBuffer(), 'MANUAL_REVIEW'],
  ['pdf', scannedPdf(1654, 2339), 'MANUAL_REVIEW'],
]

test.for(scanFormats)('FMT-06 a scan in .%s', async ([extension, content, outcome]) => {
  const items = await inspection.items(await draft(handedIn, content, { colour: '灰度' }, extension), [
    format,
    resolution,
  ])
  expect(items.map((item) => item.outcome)).toEqual([outcome, 'PASS'])
})

test('PRF-02 the demands on scans name their source and how sure it is', async () => {
  const items = await inspection.items(await CaseDraft.of('02'), [resolution, proof, colour, format])
  expect(items.map(({ source, confidence }) => [source.includes('was not seen'), confidence])).toEqual(
    items.map(() => [true, 'medium']),
  )
})
