import { test as property } from '@fast-check/vitest'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { verdict } from './content-trial.ts'

function chunk(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(content.length, 4)
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)])
}

const form = (type: string, ...chunks: Buffer[]) => chunk('RIFF', Buffer.concat([Buffer.from(type), ...chunks]))
const list = (type: string) => chunk('LIST', Buffer.from(`${type}1234`))
const wav = form('WAVE', chunk('fmt ', Buffer.alloc(16)), chunk('data', Buffer.alloc(301)))
const avi = Buffer.concat([form('AVI ', list('hdrl'), list('movi')), form('AVIX', list('movi'))])

function rf64(): Buffer {
  const bytes = Buffer.from(
    form('WAVE', chunk('ds64', Buffer.alloc(28)), chunk('fmt ', Buffer.alloc(16)), chunk('data', Buffer.alloc(40))),
  )
  bytes.write('RF64', 'latin1')
  bytes.writeBigUInt64LE(BigInt(bytes.length - 8), 20)
  bytes.writeBigUInt64LE(40n, 28)
  bytes.writeUInt32LE(0xffffffff, 4)
  bytes.writeUInt32LE(0xffffffff, bytes.length - 44)
  return bytes
}

function box(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(8 + content.length)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, content])
}

const mp4 = Buffer.concat([
  box('ftyp', Buffer.from('isom0000')),
  box('moov', Buffer.alloc(50)),
  box('mdat', Buffer.alloc(90)),
])
// 64 kbit/s at 44.1 kHz: 208 bytes a frame.
const frame = Buffer.concat([Buffer.from('fffb5000', 'hex'), Buffer.alloc(204, 0x55)])
const mp3 = Buffer.concat([Buffer.from('ID3\u0003\0\0\0\0\0\u0005'), Buffer.alloc(5, 0x41), frame, frame, frame])

const whole = [
  ['a.wav', wav, 'wav'],
  ['b.wav', rf64(), 'wav'],
  ['a.avi', avi, 'avi'],
  ['a.mp4', mp4, 'mp4'],
  ['a.mp3', mp3, 'mp3'],
] as const

test.for(whole)('accepts %s', async ([name, content, id]) => {
  expect(await verdict(name, content)).toBe(id)
})

property.prop([fc.constantFrom(...whole), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })], {
  numRuns: 300,
})('refuses every recording that is cut off inside a chunk, box or frame', async ([name, content], part) => {
  const length = Math.floor(content.length * part)
  const isWhole =
    (name === 'a.mp3' && length >= 15 && (length - 15) % 208 === 0 && length > 15) || isFirstForm(name, length)
  const found = await verdict(name, content.subarray(0, length))
  if (!isWhole) expect(found).toMatch(/^FORMATS_/)
})

/** A film that is cut off after a complete form has lost its continuation without a trace. */
function isFirstForm(name: string, length: number): boolean {
  return name === 'a.avi' && length >= 52 && length < 56
}

test('accepts tags after the sound, and nothing else', async () => {
  expect(await verdict('a.mp3', Buffer.concat([frame, Buffer.from('TAG'), Buffer.alloc(125)]))).toBe('mp3')
  expect(await verdict('a.mp3', Buffer.concat([frame, Buffer.from('other')]))).toBe('FORMATS_DAMAGED')
})

test.for([
  ['a WAV without format', 'a.wav', form('WAVE', chunk('data', Buffer.alloc(4)))],
  ['a WAV without sound', 'a.wav', form('WAVE', chunk('fmt ', Buffer.alloc(16)))],
  ['a WAV with an empty sound', 'a.wav', form('WAVE', chunk('fmt ', Buffer.alloc(16)), chunk('data', Buffer.alloc(0)))],
  ['a chunk larger than the file', 'a.wav', Buffer.from(wav).fill(0xff, 16, 18)],
  ['an AVI without data', 'a.avi', form('AVI ', list('hdrl'))],
  [
    'an MP4 without description',
    'a.mp4',
    Buffer.concat([box('ftyp', Buffer.from('isom')), box('mdat', Buffer.alloc(9))]),
  ],
  ['an MP4 with a box of no size', 'a.mp4', Buffer.concat([mp4, Buffer.from('\0\0\0\u0003free')])],
  ['an ID3 tag with nothing behind it', 'a.mp3', mp3.subarray(0, 15)],
] as const)('refuses %s', async ([, name, content]) => {
  expect(await verdict(name, content)).toBe('FORMATS_DAMAGED')
})

test('minds that the sound is whole, not that the form states its size rightly', async () => {
  const understated = Buffer.from(wav)
  understated.writeUInt32LE(wav.length - 20, 4)
  expect(await verdict('a.wav', understated)).toBe('wav')
})

test('refuses MP3 in free format', async () => {
  expect(await verdict('a.mp3', Buffer.from('fffb0000', 'hex'))).toBe('FORMATS_UNKNOWN')
})
