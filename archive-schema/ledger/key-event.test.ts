import { expect, test } from 'vitest'
import { formatKeyEvent, type KeyEvent, parseKeyEvent } from './key-event.ts'

const revoked: KeyEvent = {
  act: 'revoke',
  certificate: 'a'.repeat(64),
  from: 70,
  at: new Date('2026-03-04T05:06:07Z'),
  reason: 'keyCompromise',
}

test.for([revoked, { ...revoked, act: 'use', from: 0, reason: '-' } as const])(
  '$act is read as it was written',
  (event) => {
    expect(parseKeyEvent(formatKeyEvent(event))).toEqual(event)
  },
)

test.for([
  ['another act', 'act: revoke', 'act: forget'],
  ['a use with a reason', 'act: revoke', 'act: use'],
  ['an unknown reason', 'keyCompromise', 'boredom'],
  ['no reason', 'keyCompromise', '-'],
  ['a digest in capitals', 'aaaa\n', 'AAAA\n'],
  ['a leading zero', 'from: 70', 'from: 070'],
  ['a time that is none', '2026-03-04T', '2026-02-30T'],
  ['a line more', 'keyCompromise\n', 'keyCompromise\n\n'],
] as const)('%s is refused', ([, from, to]) => {
  const text = Buffer.from(formatKeyEvent(revoked)).toString()
  expect(text.replace(from, to)).not.toBe(text)
  expect(() => parseKeyEvent(Buffer.from(text.replace(from, to)))).toThrow(
    expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
  )
})

test('a field without a form is not written', () => {
  expect(() => formatKeyEvent({ ...revoked, certificate: 'x' })).toThrow(
    expect.objectContaining({ code: 'EVIDENCE_INVALID' }),
  )
})
