import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  bitString,
  booleanTrue,
  context,
  type Der,
  decodeDer,
  encodeDer,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
  time,
  utf8String,
} from './der.ts'
import { readBits, readInteger, readObjectIdentifier, readOctets, readSequence, readTime } from './read-der.ts'

const bytes = fc.uint8Array({ maxLength: 300 })
const values: fc.Arbitrary<Der> = fc.letrec<{ value: Der }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    bytes.map(octetString),
    bytes.map((content) => bitString(content)),
    fc.nat({ max: 127 }).map(smallInteger),
    fc.string().map(utf8String),
    fc.array(tie('value'), { maxLength: 4 }).map((children) => sequence(...children)),
    fc.array(tie('value'), { maxLength: 4 }).map((children) => setOf(...children)),
    fc.array(tie('value'), { maxLength: 4 }).map((children) => context(3, ...children)),
  ),
})).value
const decode = (content: Uint8Array) => decodeDer(content, 100_000, 'it')
const decodeHex = (hex: string) => decode(Buffer.from(hex, 'hex'))

test('decoding undoes encoding', () => {
  fc.assert(
    fc.property(values, (value) => {
      const encoded = encodeDer(value)
      expect(encodeDer(decode(encoded)).equals(encoded)).toBe(true)
    }),
  )
})

test.for([
  ['nothing', ''],
  ['a cut-off value', '0402aa'],
  ['bytes after the value', '0500aa'],
  ['a long form of a short length', '048101aa'],
  ['a length with a leading zero', `04820080${'aa'.repeat(128)}`],
  ['indefinite length', '30800000'],
  ['an integer with a needless zero', '02020001'],
  ['a length beyond the input', '0484ffffffff'],
] as const)('refuses %s', ([, hex]) => {
  expect(() => decodeHex(hex)).toThrow('it is not DER')
})

test('refuses long input unread', () => {
  expect(() => decodeDer(new Uint8Array(11), 10, 'it')).toThrow('it is over 10 bytes long')
})

test('refuses values nested without end', () => {
  const deep = Buffer.concat(Array.from({ length: 300 }, (_, level) => encodeLength(2 * (299 - level))))
  expect(() => decode(deep)).toThrow('it is not DER')
})

function encodeLength(length: number): Buffer {
  return Buffer.from([0x30, Math.min(length, 127)])
}

test('sorts the members of a SET by their encodings', () => {
  expect(encodeDer(setOf(octetString(Buffer.of(2)), smallInteger(9), octetString(Buffer.of(1)))).toString('hex')).toBe(
    '3109' + '020109' + '040101' + '040102',
  )
})

test('reads back what it writes', () => {
  expect(readObjectIdentifier(objectIdentifier('1.2.840.113549.1.9.16.2.47'), 'it')).toBe('1.2.840.113549.1.9.16.2.47')
  expect(readOctets(octetString(Buffer.from('字')), 'it').toString()).toBe('字')
  expect(readInteger(integer(Buffer.of(0, 0xff)), 'it')).toEqual(Buffer.of(0, 0xff))
  expect(readBits(bitString(Buffer.of(0xc0), 6), 'it')).toEqual(Buffer.of(0xc0))
  expect(encodeDer(booleanTrue()).toString('hex')).toBe('0101ff')
})

test.for([
  ['1950-01-01T00:00:00Z', '170d3530303130313030303030305a'],
  ['2049-12-31T23:59:59Z', '170d3439313233313233353935395a'],
  ['2050-01-01T00:00:00Z', '180f32303530303130313030303030305a'],
] as const)('writes and reads the time %s', ([iso, hex]) => {
  expect(encodeDer(time(new Date(iso))).toString('hex')).toBe(hex)
  expect(readTime(decodeHex(hex), 'it')).toEqual(new Date(iso))
})

test.for([
  ['no seconds', '170b343931323331323335395a'],
  ['another zone', '1711343931323331323335393539 2b30383030'],
  ['a day that does not exist', '170d3235303232393030303030305a'],
  ['GeneralizedTime before 2050', '180f32303439303130313030303030305a'],
] as const)('refuses a time with %s', ([, hex]) => {
  expect(() => readTime(decodeHex(hex.replace(' ', '')), 'it')).toThrow('it is no time in the form of RFC 5280')
})

test.for([
  ['a padded object identifier', '060480803703', (value: Der) => readObjectIdentifier(value, 'it')],
  ['an empty object identifier', '0600', (value: Der) => readObjectIdentifier(value, 'it')],
  ['an empty bit string', '0300', (value: Der) => readBits(value, 'it')],
  ['padding bits that are set', '030206c1', (value: Der) => readBits(value, 'it')],
  ['a string in pieces', '2403040161', (value: Der) => readOctets(value, 'it')],
  ['a SET for a SEQUENCE', '3100', (value: Der) => readSequence(value, 'it')],
  ['too few elements', '3000', (value: Der) => readSequence(value, 'it', 1)],
] as const)('refuses %s', ([, hex, read]) => {
  expect(() => read(decodeHex(hex))).toThrow(expect.objectContaining({ code: 'SIGNATURE_INVALID' }))
})
