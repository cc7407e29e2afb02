import { expect, test } from 'vitest'
import { formatWormProof, parseWormProof, refusedItems, type WormProof } from './worm-proof.ts'

const proof: WormProof = {
  store: 'S3 Object Lock, bucket 档案 at http://store',
  server: '-',
  scope: 'full',
  startedAt: new Date('2026-11-25T08:00:00Z'),
  endedAt: new Date('2026-11-25T08:00:09Z'),
  accepted: ['W14', 'W17'],
  results: [
    { item: 'W1', outcome: 'PASS', detail: 'versioning Enabled' },
    { item: 'W14', outcome: 'FAIL', detail: '2126-01-01 became 1989' },
    { item: 'W24', outcome: 'NOT_CHECKED', detail: 'a drill of the operator' },
  ],
}
const text = Buffer.from(formatWormProof(proof)).toString()

test('a proof is read back as it was written', () => {
  expect(parseWormProof(Buffer.from(text))).toEqual(proof)
  expect(parseWormProof(formatWormProof({ ...proof, accepted: [] })).accepted).toEqual([])
})

test.for([
  ['another form', text.replace('proof/1', 'proof/2')],
  ['an outcome that does not exist', text.replace('W1 PASS', 'W1 OK')],
  ['an item twice', text.replace('W14 FAIL', 'W1 FAIL')],
  ['no last line end', text.trimEnd()],
  ['carriage returns', text.replaceAll('\n', '\r\n')],
  ['an end before the beginning', text.replace('ended: 2026', 'ended: 2025')],
  ['a date that does not exist', text.replace('ended: 2026-11-25', 'ended: 2026-13-25')],
  ['no item', text.replace(/^W.*\n/gm, '')],
  ['bytes that are not UTF-8', `${text}\u{fffd}`],
] as const)('%s is no proof', ([, wrong]) => {
  expect(() => parseWormProof(Buffer.from(wrong))).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
})

test('a detail of two lines has no form', () => {
  const results = [{ item: 'W1', outcome: 'PASS' as const, detail: 'a\nW2 PASS b' }]
  expect(() => formatWormProof({ ...proof, results })).toThrow(expect.objectContaining({ code: 'EVIDENCE_INVALID' }))
})

test('a failed item refuses the store unless it is accepted; what was not checked does not', () => {
  expect(refusedItems(proof)).toEqual([])
  expect(refusedItems({ ...proof, accepted: ['W17'] }).map(({ item }) => item)).toEqual(['W14'])
})
