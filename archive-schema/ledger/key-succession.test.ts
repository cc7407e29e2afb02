import { beforeAll, expect, test } from 'vitest'
import type { Signer } from '../evidence/signer.ts'
import { makeParty, signerOf } from '../evidence/test-party.ts'
import { formatKeyEvent } from './key-event.ts'
import { parseKeySuccession, writeKeySuccession } from './key-succession.ts'
import { keyEventsIn, parseKeyText } from './key-text.ts'

const said = { from: 70, at: new Date('2026-03-04T05:06:07Z') }
let old: Signer
let successor: Signer
let stranger: Signer
let both: string
let alone: string

beforeAll(async () => {
  const signers = await Promise.all(['old', 'new', 'stranger'].map(async (name) => signerOf(await makeParty(name))))
  const [first, second, third] = signers
  if (first === undefined || second === undefined || third === undefined) throw new Error('there are no signers')
  ;[old, successor, stranger] = [first, second, third]
  both = Buffer.from(await writeKeySuccession(said, successor, old)).toString()
  const gone = { certificate: parse(both).old, gone: 'lost' } as const
  alone = Buffer.from(await writeKeySuccession(said, successor, gone)).toString()
})

const parse = (text: string) => parseKeySuccession(Buffer.from(text))
const refused = (code: string) => expect.objectContaining({ code })

test('a succession is signed by both keys, and says so', () => {
  expect(parse(both)).toMatchObject({ ...said, oldKey: 'signs', signatures: [{}, {}] })
  expect(both).toContain('\nold-key: signs\n')
})

test('where the old key is gone the text says so, and the new one signs alone', () => {
  expect(parse(alone)).toMatchObject({ ...said, oldKey: 'lost', signatures: [{}] })
  expect(alone).toContain('\nold-key: lost\n')
})

test('it is told from an event of one key', () => {
  expect(parseKeyText(Buffer.from(both))).toMatchObject({ succession: { from: 70 } })
  expect(keyEventsIn(Buffer.from(both))).toEqual([])
  const event = { act: 'use', certificate: 'a'.repeat(64), from: 1, at: said.at, reason: '-' } as const
  expect(keyEventsIn(formatKeyEvent(event))).toEqual([event])
})

const lineOf = (text: string, n: number) => text.split('\n').at(n) ?? ''

test.for<readonly [string, string, (text: string) => string]>([
  ['another size', 'SIGNATURE_INVALID', (text) => text.replace('from: 70', 'from: 71')],
  ['another time', 'SIGNATURE_INVALID', (text) => text.replace('05:06:07', '05:06:08')],
  ['an old key that is said to be gone', 'SIGNATURE_INVALID', (text) => text.replace('signs', 'compromised')],
  ['no signature of the old key', 'SIGNATURE_INVALID', (text) => text.replace(`${lineOf(text, -2)}\n`, '')],
  ['the signatures exchanged', 'SIGNATURE_INVALID', (text) => exchanged(text)],
  ['one signature twice', 'SIGNATURE_INVALID', (text) => text.replace(lineOf(text, -2), lineOf(text, -3))],
  ['a key that is neither there nor gone', 'EVIDENCE_INVALID', (text) => text.replace('signs', 'sleeps')],
  ['a leading zero', 'EVIDENCE_INVALID', (text) => text.replace('from: 70', 'from: 070')],
  ['a line more', 'EVIDENCE_INVALID', (text) => `${text}\n`],
  ['a line that is no signature', 'EVIDENCE_INVALID', (text) => `${text}signed\n`],
  ['base64 of another form', 'EVIDENCE_INVALID', (text) => text.replace(lineOf(text, -2), `${lineOf(text, -2)}=`)],
  ['another role', 'EVIDENCE_INVALID', (text) => text.replace('package-signer', 'witness')],
])('%s is refused', ([, code, change]) => {
  expect(change(both)).not.toBe(both)
  expect(() => parse(change(both))).toThrow(refused(code))
})

function exchanged(text: string): string {
  const [first, second] = [lineOf(text, -3), lineOf(text, -2)]
  return text.replace(`${first}\n${second}`, `${second}\n${first}`)
}

test('a stranger, and a key that is not that of its certificate, do not sign', async () => {
  const forged = Buffer.from(await writeKeySuccession(said, successor, stranger)).toString()
  const swapped = both.replace(lineOf(both, -2), lineOf(forged, -2))
  expect(() => parse(swapped)).toThrow(refused('SIGNATURE_INVALID'))
  const impostor = { ...old, sign: stranger.sign }
  await expect(writeKeySuccession(said, successor, impostor)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  await expect(writeKeySuccession(said, old, old)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
})
