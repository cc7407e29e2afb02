import { createHash } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clamdScanner } from '#pipelines/inspection/clamd/clamd-scanner.ts'
import type { VirusScanner } from '#pipelines/inspection/virus-scanner.ts'
import { zipBytes } from '../intake/zip-bytes.ts'
import { startClamd, type TestClamd } from '../stack/clamd.ts'
import { eicar, marker } from '../stack/clamd-database.ts'

const megabyte = 1_048_576
const databaseDate = new Date('2026-03-01T08:00:00Z')
const noVerdict = { code: 'SCANNER_UNAVAILABLE', permanent: false }

let clamd: TestClamd
let scanner: VirusScanner

beforeAll(async () => {
  clamd = await startClamd({ databaseDate, settings: ['StreamMaxLength 4M', 'MaxFileSize 2M'] })
  scanner = clamdScanner({ host: '127.0.0.1', port: clamd.port })
})
afterAll(() => clamd.remove())

async function* inChunks(content: Uint8Array, size = 65_536): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < content.length; at += size) yield content.subarray(at, at + size)
}

test('GD-4-1: clamd names its engine and the date of its database', async () => {
  expect(await scanner.identify()).toEqual({
    engine: expect.stringMatching(/^ClamAV \d+\.\d+\.\d+/),
    database: { version: '27000', date: expect.any(Date) },
  })
  const { database } = await scanner.identify()
  // clamd tells the time of its own zone.
  expect(Math.abs((database?.date.getTime() ?? 0) - databaseDate.getTime())).toBeLessThanOrEqual(14 * 3_600_000)
})

test('the EICAR file of the tests is the one that scanners know', () => {
  expect(createHash('md5').update(eicar).digest('hex')).toBe('44d88612fea8a8f36de82e1278abb02f')
})

test.for<[string, Uint8Array]>([
  ['text', Buffer.from('材料清单\n')],
  ['nothing', new Uint8Array()],
  ['a megabyte', Buffer.alloc(megabyte, 'a')],
  ['a ZIP of text', zipBytes([{ name: '材料.txt', content: '材料清单\n', deflate: true }])],
])('GD-4-2: %s is clean', async ([, content]) => {
  expect(await scanner.scan(inChunks(content))).toEqual({ verdict: 'clean' })
})

const withMarker = Buffer.concat([Buffer.alloc(megabyte, 'a'), marker, Buffer.alloc(1000, 'b')])

test.for<[string, Uint8Array, string]>([
  ['the EICAR file', eicar, 'Trial.Eicar.UNOFFICIAL'],
  ['a marker deep in a file', withMarker, 'Trial.Marker.UNOFFICIAL'],
  ['the EICAR file in a ZIP', zipBytes([{ name: 'a.com', content: eicar, deflate: true }]), 'Trial.Eicar.UNOFFICIAL'],
  [
    'a marker in a ZIP in a ZIP',
    zipBytes([{ name: 'b.zip', content: zipBytes([{ name: 'a', content: withMarker, deflate: true }]) }]),
    'Trial.Marker.UNOFFICIAL',
  ],
])('GD-4-2: %s is found', async ([, content, virus]) => {
  expect(await scanner.scan(inChunks(content))).toEqual({ verdict: 'infected', virus })
})

test('GD-4-2: a marker across two chunks is found, over the Unix socket too', async () => {
  const overSocket = clamdScanner({ path: clamd.socket })
  for (const each of [scanner, overSocket])
    expect(await each.scan(inChunks(marker, 5))).toMatchObject({ verdict: 'infected' })
})

test.for<[string, number]>([
  ['what clamd takes but does not look at', 3 * megabyte],
  ['what clamd does not take', 64 * megabyte],
])('FPC-05: %s has no verdict', async ([, bytes]) => {
  await expect(scanner.scan(inChunks(Buffer.alloc(bytes, 'a'), megabyte))).rejects.toMatchObject(noVerdict)
  expect(await scanner.scan(inChunks(eicar))).toMatchObject({ verdict: 'infected' })
})
