import { expect, test } from 'vitest'
import { readScanAnswer, readVersionAnswer } from './clamd-answers.ts'

const unavailable = expect.objectContaining({ code: 'SCANNER_UNAVAILABLE', permanent: false })

test('clean is what clamd calls OK, and nothing else', () => {
  expect(readScanAnswer('stream: OK')).toEqual({ verdict: 'clean' })
})

test('a virus has the name that clamd gives it', () => {
  expect(readScanAnswer('stream: Eicar-Test-Signature FOUND')).toEqual({
    verdict: 'infected',
    virus: 'Eicar-Test-Signature',
  })
})

test.each([
  '',
  'OK',
  'stream: ok',
  'stream: OK ',
  'stream: OK\nstream: OK',
  'stream: FOUND',
  'stream:  FOUND',
  'PONG',
  'INSTREAM size limit exceeded. ERROR',
  "stream: Can't allocate memory ERROR",
  'stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND',
  'UNKNOWN COMMAND',
  '\ufffd\ufffd',
])('%j is no verdict', (answer) => {
  expect(() => readScanAnswer(answer)).toThrow(unavailable)
})

test('engine and database are told apart', () => {
  expect(readVersionAnswer('ClamAV 1.4.6/27000/Fri Nov 20 08:00:00 2026')).toEqual({
    engine: 'ClamAV 1.4.6',
    database: { version: '27000', date: new Date('2026-11-20T08:00:00Z') },
  })
})

test.each(['ClamAV 1.4.6', 'ClamAV 1.4.6/27000/some day'])('a database without a date is none: %s', (answer) => {
  expect(readVersionAnswer(answer)).toEqual({ engine: 'ClamAV 1.4.6' })
})

test.each(['', 'PONG', 'ClamAV', 'ClamAV 1.4.6/27000', 'COMMAND UNAVAILABLE', 'HTTP/1.1 400 Bad Request'])(
  '%j is no scanner',
  (answer) => {
    expect(() => readVersionAnswer(answer)).toThrow(unavailable)
  },
)
