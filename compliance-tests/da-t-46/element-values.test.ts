import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { readDescriptiveDate } from '#archive-schema/description/descriptive-date.ts'
import { formatInformation } from '#archive-schema/formats/format-information.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { checkMetadata } from '#archive-schema/metadata/check-metadata.ts'
import type { DocumentMetadata, ProcessMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { parseProfile } from '#archive-schema/profiles/parse-profile.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import { readSample, type Sample, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'

const cases = new URL('../cases/', import.meta.url)

let folder: string
let signer: OpenedSigner
let granted: Sample
let refused: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'element-values-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  granted = await readSample('01-food-licence-granted')
  refused = await readSample('03-advert-not-accepted')
})
afterAll(() => rm(folder, { recursive: true }))

type Change = (metadata: RecordMetadata) => RecordMetadata

/** Wrong before packaging (the element) and at inspection (the items), or right in both. */
async function found(sample: Sample, change: Change): Promise<{ elements: string[]; items: string[] }> {
  const elements = checkMetadata(profile, change(sample.metadata)).map(({ element }) => element)
  const { items } = await inspectPackage(await sealSample(sample, signer, { metadata: change }), dat70Gd)
  return { elements, items: items.filter(({ outcome }) => outcome === 'FAIL').map(({ rule }) => rule) }
}

const nothingWrong = { elements: [], items: [] }

function document(change: Partial<DocumentMetadata>): Change {
  return (metadata) => ({
    ...metadata,
    documents: metadata.documents.map((one, i) => (i === 0 ? { ...one, ...change } : one)),
  })
}

function step(isMeant: (one: ProcessMetadata) => boolean, change: Partial<ProcessMetadata>): Change {
  return (metadata) => ({
    ...metadata,
    process: metadata.process.map((one) => (isMeant(one) ? { ...one, ...change } : one)),
  })
}

describe('MET-11 行政区划编码', () => {
  const withRegion =
    (regionCode: string): Change =>
    ({ case: about, ...metadata }) => ({ ...metadata, case: { ...about, regionCode } })
  const listOnly = (regionCode: string) =>
    checkMetadata(profile, withRegion(regionCode)(granted.metadata)).filter(({ expected }) =>
      expected.includes('代码表'),
    )

  test.for(['430102', '110101', '371202', '659001', '430190'])(
    'of a known province and prefecture is accepted: %s',
    (code) => {
      expect(listOnly(code)).toEqual([])
    },
  )

  test.for(['990101', '439901', '000000', '160100'])('of none is refused: %s', (code) => {
    expect(listOnly(code)).toMatchObject([{ element: 'case.regionCode', found: code }])
  })

  test('is held against the list at inspection too', async () => {
    expect((await found(granted, withRegion('990101'))).items).toContain('GD-1-4')
  })
})

describe('MET-19 the process has its decision, the decision its legal basis, and opinions stand where they are needed', () => {
  const isDecision = ({ nodeName }: ProcessMetadata) => nodeName === '决定'
  const isReview = ({ nodeName }: ProcessMetadata) => nodeName === '审核'
  const isRefusal = ({ nodeCode, outcome }: ProcessMetadata) => nodeCode === '2' && outcome === '不予受理'
  const isReceipt = ({ nodeName }: ProcessMetadata) => nodeName === '收件'

  test.for<[string, 'granted' | 'refused', Change, string]>([
    ['a decision without basis', 'granted', step(isDecision, { mandate: undefined }), 'mandate'],
    ['a refusal to accept without basis', 'refused', step(isRefusal, { mandate: undefined }), 'mandate'],
    ['a review without opinion', 'granted', step(isReview, { description: undefined }), 'description'],
    ['a decision without opinion', 'granted', step(isDecision, { description: undefined }), 'description'],
    ['a refusal without reasons', 'refused', step(isRefusal, { description: undefined }), 'description'],
  ])('%s is found', async ([, which, change, element]) => {
    const { elements, items } = await found(which === 'granted' ? granted : refused, change)
    expect(elements).toEqual([expect.stringMatching(new RegExp(`^process\\[\\d+\\]\\.${element}$`))])
    expect(items).toEqual(['GD-2-3'])
  })

  test.for<[string, Change]>([
    ['a receipt needs no opinion', step(isReceipt, { description: undefined })],
    ['a review needs no basis', step(isReview, { mandate: undefined })],
    ['what ends without a decision needs no basis', step(isDecision, { outcome: '终止', mandate: undefined })],
  ])('%s', async ([, change]) => {
    expect(await found(granted, change)).toEqual(nothingWrong)
  })

  test('a process without its end is found [GD-2-5]', async () => {
    const { items } = await found(granted, ({ process, ...metadata }) => ({
      ...metadata,
      process: process.slice(0, -1),
    }))
    expect(items).toContain('GD-2-5')
  })
})

describe('MET-24 格式信息 has one of the two prescribed forms', () => {
  const image = { mediaType: 'image/jpeg', extension: 'jpg' }

  test('by the registry, where the format is registered', () => {
    const jpeg = formatInformation({ ...image, id: 'jpeg', version: '1.02', pronom: 'fmt/44' })
    expect(jpeg).toBe('格式注册系统名称：PRONOM，注册ID：fmt/44')
  })

  test('by name, version and media type, where it is not; not at all without a version', () => {
    const ofd = { id: 'ofd', version: '1.0', mediaType: 'application/ofd', extension: 'ofd' }
    expect(formatInformation(ofd)).toBe('格式名称：OFD，格式版本：1.0，MIME媒体类型：application/ofd')
    expect(formatInformation({ ...image, id: 'jpeg' })).toBeUndefined()
  })

  test('every document of a sample whose version is known has it, and nothing is wrong with it', async () => {
    for (const { formatInformation: written, formatIdentifier, formatVersion } of granted.metadata.documents)
      expect(written !== undefined).toBe(formatIdentifier !== undefined || formatVersion !== undefined)
    expect(granted.metadata.documents.filter((one) => one.formatInformation !== undefined)).not.toEqual([])
    expect(await found(granted, (metadata) => metadata)).toEqual(nothingWrong)
  })

  test.for([
    'JPEG',
    'image/jpeg',
    '格式名称：JPEG，格式版本：1.02',
    '格式名称:JPEG,格式版本:1.02,MIME媒体类型:image/jpeg',
    '格式注册系统名称：PRONOM',
    '格式注册系统名称：，注册ID：fmt/44',
  ])('%s is neither', async (text) => {
    const { elements, items } = await found(granted, document({ formatInformation: text }))
    expect(elements).toEqual(['documents[0].formatInformation'])
    expect(items).toEqual(['GD-1-3', 'GD-1-10'])
  })

  test('one that the bytes contradict is found', async () => {
    const other = '格式注册系统名称：PRONOM，注册ID：fmt/1'
    expect((await found(granted, document({ formatInformation: other }))).items).toEqual(['GD-1-10'])
  })
})

describe('MET-26 著录 by DA/T 18-2022', () => {
  test.for([
    ['19450815', { day: '1945-08-15', isCertain: true }],
    ['[19450815]', { day: '1945-08-15', isCertain: false }],
  ] as const)('the day %s is read, certain or not', ([text, day]) => {
    expect(readDescriptiveDate(text)).toEqual(day)
  })

  test.for(['1945-08-15', '19450230', '[19450815', '19450815]', '[1945]', '(19450815)', ''])(
    '%s is no day of 著录',
    (text) => {
      expect(readDescriptiveDate(text)).toBeUndefined()
    },
  )

  test('an element of that type takes both forms, before packaging and at inspection', async () => {
    const elements = profile.files.case.elements.map((rule) =>
      rule.key === 'remarks' ? { ...rule, type: 'descriptive-date' as const } : rule,
    )
    const dated = parseProfile({ ...profile, files: { ...profile.files, case: { ...profile.files.case, elements } } })
    for (const [remarks, faults] of [
      ['[19450815]', []],
      ['19450815', []],
      ['1945-08-15', ['case.remarks']],
    ] as const) {
      const change: Change = (metadata) => ({ ...metadata, case: { ...metadata.case, remarks } })
      expect(checkMetadata(dated, change(granted.metadata)).map(({ element }) => element)).toEqual(faults)
      const subject = await sealSample(granted, signer, {
        metadata: change,
        subject: () => ({ metadataProfile: dated }),
      })
      const { items } = await inspectPackage(subject, dat70Gd)
      expect(items.find(({ rule }) => rule === 'GD-1-3')?.outcome).toBe(faults.length === 0 ? 'PASS' : 'FAIL')
    }
  })

  test.for(['430101', undefined])('档案馆代码 %s is accepted', async (archivesCode) => {
    const change: Change = (metadata) => ({ ...metadata, case: { ...metadata.case, archivesCode } })
    expect(await found(granted, change)).toEqual(nothingWrong)
  })

  test.for(['43010', '4301012', '43A101'])('档案馆代码 %s is refused: it has six digits', async (archivesCode) => {
    const change: Change = (metadata) => ({ ...metadata, case: { ...metadata.case, archivesCode } })
    expect((await found(granted, change)).elements).toEqual(['case.archivesCode'])
  })

  test.for(['秘密★5年', '机密★10年', '绝密★30年'])('密级 %s is known for what it is, and kept out', (security) => {
    const json = readFileSync(new URL('accepted/01-food-licence-granted/case.json', cases), 'utf8')
    const marked = json.replace(/"security":\s*"[^"]*"/, `"security":"${security}"`)
    expect(() => parseCaseFile(new TextEncoder().encode(marked))).toThrow(
      expect.objectContaining({ code: 'SECRECY_CLASSIFIED' }),
    )
  })
})

describe('MET-27 收取方式 is in its list, and a note says why something was not received or came later', () => {
  test.for(['邮寄', '纸质', ''])('%s is no 收取方式', async (receiptMode) => {
    const { elements } = await found(granted, document({ receiptMode, digitisation: undefined }))
    expect(elements).toContain('documents[0].receiptMode')
  })

  test('归档后补充 asks for a note', async () => {
    const later = { receiptMode: '归档后补充', digitisation: undefined }
    const without = await found(granted, document({ ...later, receiptNote: undefined }))
    expect(without).toEqual({ elements: ['documents[0].receiptNote'], items: ['GD-2-3'] })
    expect(await found(granted, document({ ...later, receiptNote: '办结后补交' }))).toEqual(nothingWrong)
  })

  test('a material that was not received (未收取) asks for a note', async () => {
    const missing = { number: '9', typeCode: 'A', name: '委托书', required: '否' }
    const withNote =
      (note: string | undefined): Change =>
      (metadata) => ({
        ...metadata,
        case: { ...metadata.case, missingMaterials: [{ ...missing, note }] },
      })
    expect((await found(granted, withNote(undefined))).elements).toEqual(['case.missingMaterials[0].note'])
    expect((await found(granted, withNote('本人办理'))).elements).toEqual([])
  })
})

describe('MET-29 digests of a new package are SM3 and SHA-256', () => {
  const sha256 = 'a'.repeat(64)

  test.for([
    ['MD5', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['MD5', sha256],
    ['SHA-1', 'a'.repeat(40)],
  ] as const)('%s %s is refused', async ([algorithm, value]) => {
    const [first] = granted.metadata.documents
    const digests = [...(first?.digests ?? []), { algorithm, value }]
    const { elements, items } = await found(granted, document({ digests }))
    expect(elements).toContain('documents[0].digests[2].algorithm')
    expect(items).toEqual(expect.arrayContaining(['GD-1-4', 'GD-1-10']))
  })

  test('the two that are written pass', async () => {
    expect(granted.metadata.documents[0]?.digests?.map(({ algorithm }) => algorithm)).toEqual(['SHA-256', 'SM3'])
    expect(await found(granted, (metadata) => metadata)).toEqual(nothingWrong)
  })
})
