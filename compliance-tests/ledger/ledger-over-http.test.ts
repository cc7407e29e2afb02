import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { toBase64 } from '#archive-schema/ledger/base64.ts'
import { openCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { isConsistent } from '#archive-schema/ledger/consistency-proof.ts'
import { parseBundle } from '#archive-schema/ledger/entry-bundle.ts'
import { parseEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { DefinedTree } from '#archive-schema/ledger/memory-tree-trial.ts'
import { parseNote } from '#archive-schema/ledger/signed-note.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyStored } from '#services/access/verify-stored.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { type ApiUnderTest, acceptedCase, openApi, type ToldCase } from '../access/api-under-test.ts'
import { runProgram } from '../evidence/laboratory.ts'

const ledger = '/api/v1/ledger'
const trees = [
  ['sha256', ledger],
  ['sm3', `${ledger}/sm3`],
] as const

let api: ApiUnderTest
let folder: string
let archived: ToldCase
beforeAll(async () => {
  api = await openApi()
  folder = await mkdtemp(join(tmpdir(), 'guidang-ledger-'))
  archived = await api.handOver(acceptedCase('06-employment-registration-instant'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

const text = async (path: string) => (await api.ask(path)).text()
const verification = () =>
  api.read<{ ok: boolean; steps: { step: string; ok: boolean }[]; pending: string[] }>(
    `/api/v1/records/${archived.number}/verification`,
  )

test('before the first checkpoint there is nothing to show, and the record is not called proved', async () => {
  expect(await api.read(ledger)).toEqual({ origin: 'guidang.test/ledger', committed: 0, waiting: 1 })
  for (const path of ['/checkpoint', '/sm3/checkpoint', '/tile/0/000', '/consistency?old=1']) {
    const response = await api.ask(`${ledger}${path}`)
    expect([path, response.status, ((await response.json()) as { code: string }).code]).toEqual([
      path,
      404,
      'LEDGER_NOT_FOUND',
    ])
  }
  expect(await verification()).toMatchObject({ ok: true, pending: ['checkpoint', 'ledger', 'time'] })
})

test('an export asks for a checkpoint, and a stranger finds the record in both trees', async () => {
  const record = await requireRecord(api.archive.catalogue, archived.number ?? '')
  const target = join(folder, 'export')
  await exportFolder(api.archive, record, target)
  const { code, stdout } = await runProgram('sh', [join(target, 'verify-package.sh'), target])
  expect(code).toBe(0)
  expect(stdout.split('\n')).toEqual(expect.arrayContaining(['OK checkpoint', 'OK ledger', 'OK signature']))
  expect(await verification()).toMatchObject({ ok: true, pending: [] })
  for (const [tree, file] of [
    ['sha256', 'log.tlog-proof'],
    ['sm3', 'log-sm3.tlog-proof'],
  ] as const)
    expect(await text(`/api/v1/records/${archived.number}/proof?tree=${tree}`)).toBe(
      await readFile(join(target, 'evidence', file), 'utf8'),
    )
})

test.for(trees)(
  'a monitor builds the %s tree from what is served, and comes to the signed root',
  async ([algorithm, prefix]) => {
    await api.handOver(acceptedCase('07-hr-service-online-ofd'))
    await api.archive.ledger.publish()
    const checkpoint = openCheckpoint(
      parseNote(Buffer.from(await text(`${prefix}/checkpoint`))),
      treeTrust(api.archive.ledger.trust, algorithm),
    )
    const { size } = checkpoint
    const path = `000.p/${size}`
    const bundle = await api.ask(`${prefix}/tile/entries/${path}`)
    expect(bundle.headers.get('content-type')).toBe('application/octet-stream')
    const entries = parseBundle(new Uint8Array(await bundle.arrayBuffer()), { level: 'entries', index: 0, width: size })
    expect(entries.map((entry) => parseEntry(entry).type)).toEqual(['seal', 'token', 'seal'])
    const tree = new DefinedTree(algorithm, entries)
    expect(toBase64(tree.root(0, size))).toBe(toBase64(checkpoint.root))
    const tile = Buffer.from(await (await api.ask(`${prefix}/tile/0/${path}`)).arrayBuffer())
    expect(tile).toEqual(Buffer.concat(entries.map((_, i) => tree.root(i, i + 1))))

    const { hashes, old } = await api.read<{ old: number; hashes: string[] }>(
      `${ledger}/consistency?old=1&tree=${algorithm}`,
    )
    const proof = hashes.map((hash) => Buffer.from(hash, 'base64'))
    expect(isConsistent(algorithm, { size: old, root: tree.root(0, 1) }, { size, root: checkpoint.root }, proof)).toBe(
      true,
    )
  },
)

test.for([
  ...[
    'tile/0/001',
    'tile/0/000.p/99',
    'tile/0/000',
    'tile/1/000.p/1',
    'tile/9/000',
    'tile/x/000',
    'tile/0/00',
    'tile/0/..%2f000',
  ],
  ...['sm3/tile/0/000', 'tile/entries/000', 'tile/0/000.p/0', 'tile/0/x001/000', 'tile/0/000/../../../checkpoints'],
])('%s is not served', async (path) => {
  const response = await api.ask(`${ledger}/${path}`)
  expect(response.status).toBe(404)
  expect(await response.json()).toMatchObject({ code: expect.stringMatching(/^(LEDGER|ROUTE)_NOT_FOUND$/) })
})

test.for([
  ['consistency', 400],
  ['consistency?old=x', 400],
  ['consistency?old=-1', 400],
  ['consistency?old=1&tree=md5', 400],
  ['consistency?old=1&more=1', 400],
  ['consistency?old=1000', 404],
  ['consistency?old=0&size=1000', 404],
] as const)('%s is answered with %d', async ([path, status]) => {
  expect((await api.ask(`${ledger}/${path}`)).status).toBe(status)
})

test('a proof of a record that does not exist is a problem', async () => {
  expect(await api.read('/api/v1/records/X-1/proof')).toMatchObject({ status: 404, code: 'RECORD_NOT_FOUND' })
})

test('a tile that is gone from the store makes the step ledger fail, not the whole verification', async () => {
  const { size } = (await api.archive.ledger.newest()) ?? { size: 0 }
  await rm(join(api.archive.config.dataDir, 'store', 'objects', 'ledger', 'tile', '0', '000.p', `${size}`))
  // Another process: this one has read the tile.
  const archive = await openArchive(readConfig(api.archive.environment), openLog('silent'))
  const { number } = await api.handOver(acceptedCase('07-hr-service-online-ofd'))
  const report = await verifyStored(archive, await requireRecord(archive.catalogue, number ?? ''))
  await archive.close()
  expect(report.ok).toBe(false)
  expect(report.steps.filter(({ ok }) => !ok).map(({ step }) => step)).toEqual(['ledger'])
  expect(report.pending).not.toContain('ledger')
})
