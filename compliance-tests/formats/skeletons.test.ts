import { expect, test } from 'vitest'
import { formatProfile } from '#archive-schema/formats/format-profile.ts'
import { ownSkeletons } from './own-skeletons.ts'
import { countScores, scoreFiles } from './score-skeletons.ts'
import { buildSkeleton } from './skeleton.ts'

const scored = await scoreFiles(await ownSkeletons())

test('no skeleton file is told as a format that it is not [FMT-01]', () => {
  expect(scored.filter(({ score }) => score === 'wrong')).toEqual([])
})

test('the score of the skeleton set is known exactly [FMT-01]', () => {
  expect(countScores(scored)).toEqual({ right: 169, general: 245, text: 16, unknown: 63, wrong: 0 })
})

test('every identifier that an archival format has is told from at least one skeleton [FMT-01]', () => {
  const right = new Set(scored.filter(({ score }) => score === 'right').map(({ pronom }) => pronom))
  const archival = formatProfile.formats.filter(({ accepted }) => accepted)
  const named = archival.flatMap(({ pronom, versions = [] }) => [
    ...(pronom === undefined ? [] : [pronom]),
    ...versions.map((version) => version.pronom),
  ])
  expect(named.filter((pronom) => !right.has(pronom))).toEqual([])
})

/** Skeletons of containers are no whole ZIP, those of old Office files no OLE2; the rest are formats outside the profile. */
const notTold = {
  broken:
    'fmt/127 fmt/128 fmt/129 fmt/130 fmt/135 fmt/136 fmt/137 fmt/138 fmt/139 fmt/140 fmt/290 fmt/291 fmt/292 fmt/293 fmt/294 fmt/295 fmt/296 fmt/297 fmt/483 x-fmt/263',
  'UTF-16 without byte order mark': 'fmt/96',
  'signature too weak to be believed': 'fmt/61 fmt/62 fmt/114 fmt/134 x-fmt/265',
  'not in the profile':
    'fmt/90 fmt/345 fmt/529 fmt/590 fmt/729 fmt/807 fmt/1033 fmt/1484 fmt/1485 x-fmt/8 x-fmt/10 x-fmt/92 x-fmt/119 x-fmt/230 x-fmt/249 x-fmt/318 x-fmt/367 x-fmt/418 x-fmt/453',
} as const

test('what is not told is listed, with the reason [FMT-01]', () => {
  const unknown = new Set(scored.filter(({ score }) => score === 'unknown').map(({ pronom }) => pronom))
  const listed = Object.values(notTold).flatMap((identifiers) => identifiers.split(' '))
  expect([...unknown].toSorted()).toEqual(listed.toSorted())
})

test('a file under the identifier of another one is scored as wrong, one that nobody knows as unknown', async () => {
  const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')
  const [wrong, unknown] = await scoreFiles([
    { pronom: 'fmt/18', file: 'a.pdf', content: png },
    { pronom: 'fmt/18', file: 'a.pdf', content: Buffer.from('0001020304', 'hex') },
  ])
  expect([wrong?.score, wrong?.told, unknown?.score]).toEqual(['wrong', 'fmt/11', 'unknown'])
})

test.for([
  [['BOF+0:CAFE{2}BABE(0D|0D0A)'], 'cafe0000babe0d'],
  [['BOF+4:[30:39][!00]', 'EOF+1:FF'], `0000000030ff${'00'.repeat(16)}ff00`],
  [['BOF+0:4142{1}43'], '41422043'],
] as const)('builds of %j the shortest file that has it', ([sequences, hex]) => {
  const signature = { pronom: 'fmt/0', name: '', extension: '', signature: 0, sequences }
  expect(buildSkeleton(signature).toString('hex')).toBe(hex)
})

test('refuses a sequence that it cannot read', () => {
  const signature = { pronom: 'fmt/0', name: '', extension: '', signature: 0, sequences: ['BOF+0:4Z'] }
  expect(() => buildSkeleton(signature)).toThrow('cannot read')
})
