import { describe, expect, test } from 'vitest'
import profile from '#archive-schema/profiles/offline-media.json' with { type: 'json' }
import { type CatalogueRow, formatCatalogue, parseCatalogue } from './catalogue-file.ts'
import { carrierCodes, mediaRules, parseMediaRules } from './media-rules.ts'
import { isMediumName, mediumId } from './medium.ts'
import { dutiesOf, keptUntil } from './medium-duties.ts'
import { planMedia, takenBy } from './plan-media.ts'
import { chooseSample } from './read-sample.ts'

describe('rules of offline media', () => {
  test('come with their source, the preferred carrier first', () => {
    expect(mediaRules).toEqual(profile)
    expect(carrierCodes).toEqual(['optical', 'tape', 'disk'])
  })

  test.for([
    ['without a source', { source: '' }],
    ['with an empty sample', { sampleShare: 0 }],
    ['without carriers', { carriers: [] }],
    ['of no set for what is permanent', { sets: { Y: 0, D30: 1, D10: 1 } }],
  ] as const)('%s are refused', ([, change]) => {
    expect(() => parseMediaRules({ ...profile, ...change })).toThrow()
  })
})

describe('duties [TRF-14]', () => {
  const madeAt = new Date('2024-02-28T16:00:00Z')

  test.for([
    ['optical', { sampleOn: '2028-02-29' }],
    ['tape', { sampleOn: '2026-03-01', rewriteOn: '2028-02-29' }],
    ['disk', { sampleOn: '2026-03-01', rewriteOn: '2028-02-29' }],
  ] as const)('%s written on 29 February', ([carrier, duties]) => {
    expect(dutiesOf({ carrier, madeAt }, undefined)).toEqual(duties)
  })

  test('a test puts the next one off, not the rewriting', () => {
    const testedAt = new Date('2026-02-01T00:00:00Z')
    expect(dutiesOf({ carrier: 'tape', madeAt }, testedAt)).toEqual({ sampleOn: '2028-02-01', rewriteOn: '2028-02-29' })
  })

  test('a rewritten magnetic medium is kept four years more; of an optical one nothing is said', () => {
    const rewrittenAt = new Date('2028-02-20T00:00:00Z')
    expect(keptUntil({ carrier: 'disk' }, rewrittenAt)).toBe('2032-02-20')
    expect(keptUntil({ carrier: 'optical' }, rewrittenAt)).toBeUndefined()
  })
})

describe('the sample [TRF-14]', () => {
  const numbers = Array.from({ length: 41 }, (_, i) => `n${i}`)

  test('is at least the share, rounded up, each once', () => {
    const sample = chooseSample(numbers, new Set(), 0.1, 'seed')
    expect(sample).toHaveLength(5)
    expect(new Set(sample).size).toBe(5)
    expect(chooseSample(['one'], new Set(), 0.1, 'seed')).toEqual(['one'])
    expect(chooseSample(numbers, new Set(), 1, 'seed')).toEqual(numbers.toSorted())
  })

  test('reads first what no test has read, and depends on the seed alone', () => {
    const tested = new Set<string>()
    for (let i = 0; i < 9; i += 1) for (const each of chooseSample(numbers, tested, 0.1, `seed ${i}`)) tested.add(each)
    expect(tested.size).toBe(41)
    expect(chooseSample(numbers, new Set(), 0.1, 'a')).toEqual(chooseSample(numbers, new Set(), 0.1, 'a'))
    expect(chooseSample(numbers, new Set(), 0.1, 'a')).not.toEqual(chooseSample(numbers, new Set(), 0.1, 'b'))
  })
})

describe('the plan', () => {
  const records = [4, 3, 2, 5].map((taken, i) => ({ number: `n${i}`, taken }))

  test('parts no record, keeps the order, and counts what every medium holds', () => {
    const media = planMedia(records, 10, 2).map((medium) => medium.map(({ number }) => number))
    expect(media).toEqual([
      ['n0', 'n1'],
      ['n2', 'n3'],
    ])
    expect(planMedia(records, 100, 2)).toHaveLength(1)
  })

  test('a record that fits on no medium is refused', () => {
    expect(() => planMedia(records, 6, 2)).toThrow(expect.objectContaining({ code: 'MEDIUM_TOO_SMALL' }))
  })

  test('files take whole sectors', () => {
    expect([0, 1, 2_048, 2_049].map(takenBy)).toEqual([2_048, 2_048, 2_048, 4_096])
  })
})

describe('目录文件', () => {
  const row: CatalogueRow = {
    archivalCode: '0117-ZY·ZW·2025·D10·430131012001-0001',
    number: '430190-0117-1-2025-D10-000001',
    title: '食品经营\t许可\n新办',
    formedOn: '2025-04-15',
    retention: '10年',
    folder: '电子档案/2025/ZY·ZW/0117',
    files: 12,
    remark: '',
  }

  test('is read as it was written; tabs and line ends in a title become blanks', () => {
    const bytes = formatCatalogue([row, { ...row, number: 'other' }])
    expect(parseCatalogue(bytes)).toEqual([
      { ...row, title: '食品经营 许可 新办' },
      { ...row, title: '食品经营 许可 新办', number: 'other' },
    ])
  })

  test.for([
    ['another head', (text: string) => text.replace('档号', '编号')],
    ['a missing end', (text: string) => text.slice(0, -1)],
    ['a column too few', (text: string) => text.replace('\t10年', '')],
    ['a row out of order', (text: string) => text.replace('\n1\t', '\n2\t')],
    ['no number of files', (text: string) => text.replace('\t12\t', '\tmany\t')],
  ] as const)('%s is refused', ([, spoil]) => {
    const text = Buffer.from(formatCatalogue([row])).toString()
    expect(spoil(text)).not.toBe(text)
    expect(() => parseCatalogue(Buffer.from(spoil(text)))).toThrow(
      expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
    )
  })

  test('bytes that are not UTF-8 are refused', () => {
    expect(() => parseCatalogue(Buffer.from([0xb5, 0xb5, 0xba, 0xc5]))).toThrow(/UTF-8/)
  })
})

test('a name of media is short and plain', () => {
  expect(['430190-2025', 'A'].map(isMediumName)).toEqual([true, true])
  expect(['', '-a', 'a b', 'a/b', '..', 'x'.repeat(41)].map(isMediumName)).toEqual(Array(6).fill(false))
  expect(mediumId('430190-2025', 2)).toBe('430190-2025-02')
})
