import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { formatEntry } from '#archive-schema/ledger/ledger-entry.ts'
import { treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { formatNote } from '#archive-schema/ledger/signed-note.ts'
import { parseProof, verifyProof } from '#archive-schema/ledger/tlog-proof.ts'
import { openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { jsonLines, runCommand } from '../durability/command.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let archive: TestArchive
let folder: string
let number: string
beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-ledger-'))
  const [outcome] = await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  number = outcome?.number ?? ''
})
afterAll(async () => {
  await archive.close()
  await rm(folder, { recursive: true })
})

const guidang = (...args: string[]) => runCommand(['ledger', ...args], archive.environment)

test('the ledger tells where it stands, publishes a checkpoint, and proves a record', async () => {
  expect(jsonLines(await guidang('status', '--json'))).toEqual([
    { origin: 'guidang.test/ledger', committed: 0, waiting: 1 },
  ])
  const checkpoint = await guidang('checkpoint')
  expect(checkpoint).toMatchObject({ code: 0 })
  expect(checkpoint.stdout).toMatch(/^guidang\.test\/ledger\n1\n.{44}\n\n(— guidang\.test\/ledger \S+\n){2}$/)
  expect((await guidang('checkpoint', '--tree', 'sm3')).stdout).toMatch(/^guidang\.test\/ledger-sm3\n1\n/)
  expect((await guidang('prove', number)).stdout).toMatch(
    /^c2sp\.org\/tlog-proof@v1\nindex 0\n\nguidang\.test\/ledger\n1\n/,
  )
  const [proofs] = jsonLines(await guidang('prove', number, '--json'))
  expect(proofs).toMatchObject({ number, proofs: { sm3: expect.stringMatching(/^archive-tlog-proof-sm3\/1\n/) } })
  expect(await guidang('status')).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/entries +1\n[\s\S]*checkpoint +1 /),
  })
})

test('the newest entries are listed, and any of them is proved by its index', async () => {
  const text = Buffer.from('a text of an audit\n')
  const entry = await archive.ledger.enter('audit', text)
  const listed = jsonLines(await guidang('list', '--json'))
  expect(listed).toMatchObject([entry, { index: 0, type: 'seal' }])
  expect(Object.keys(listed[0] ?? {})).not.toContain('index')
  expect((await guidang('list', '--limit', '1')).stdout).toMatch(/^等待 waiting {2}audit {2}[0-9a-f]{64} {2}\S+Z\n$/)
  expect(jsonLines(await guidang('list', '--type', 'seal', '--json'))).toMatchObject([{ index: 0, type: 'seal' }])
  expect((await guidang('list', '--type', 'hold')).stdout).toBe('没有条目 no entries\n')
  expect(await guidang('list', '--type', 'nothing')).toMatchObject({ code: 2 })

  const [proved] = jsonLines(await guidang('prove', '1', '--json')) as [Record<string, unknown>]
  expect(proved).toMatchObject({ index: 1, entry })
  for (const algorithm of digestAlgorithms) {
    const { [algorithm]: proof = '' } = proved['proofs'] as Record<string, string>
    const trust = treeTrust(archive.ledger.trust, algorithm)
    const verify = (bytes: Uint8Array) => verifyProof(parseProof(algorithm, Buffer.from(proof)), bytes, trust)
    expect(verify(formatEntry(entry))).toMatchObject({ size: 2 })
    expect(() => verify(formatEntry({ ...entry, type: 'hold' }))).toThrow()
  }
  expect((await guidang('prove', '0')).stdout).toContain('\nindex 0\n')
  expect(jsonLines(await guidang('list', '--limit', '1', '--json'))).toMatchObject([{ index: 1, type: 'audit' }])
  const beyond = await guidang('prove', '2', '--json')
  expect([beyond.code, ...jsonLines(beyond)]).toMatchObject([1, { code: 'LEDGER_NOT_FOUND' }])
})

test('whoever kept a checkpoint can ask whether the ledger has only grown since', async () => {
  const kept = join(folder, 'checkpoint')
  await writeFile(kept, (await guidang('checkpoint')).stdout)
  await archive.capture(join(samples, 'accepted', '07-hr-service-online-ofd'))
  expect(await guidang('checkpoint')).toMatchObject({ code: 0 })
  expect(await guidang('consistency', kept)).toMatchObject({ code: 0, stdout: '一致 consistent  2 → 3\n' })
  const [proof] = jsonLines(await guidang('consistency', '1', '--tree', 'sm3', '--json'))
  expect(proof).toMatchObject({ tree: 'sm3', old: 1, size: 3 })
})

test('a checkpoint with our signature that the ledger does not go on from is the proof of a fork', async () => {
  const { origin } = archive.ledger.trust
  const { signers } = await openLedgerKeys({ dataDir: archive.config.dataDir, origin })
  for (const size of [1, 2, 9]) {
    const note = await signCheckpoint({ origin, size, root: Buffer.alloc(32, 1) }, signers.sha256)
    await writeFile(join(folder, 'forked'), formatNote(note))
    const refused = await guidang('consistency', join(folder, 'forked'), '--json')
    expect(refused.code).toBe(1)
    expect(jsonLines(refused)).toMatchObject([{ code: 'LEDGER_FORKED' }])
  }
})

test('a checkpoint of another ledger, of another tree or of nobody is refused', async () => {
  const other = await openTestArchive()
  const fork = join(folder, 'fork')
  await other.capture(join(samples, 'accepted', '03-advert-not-accepted'))
  await writeFile(fork, (await other.ledger.publish())?.notes.sha256 ?? '')
  const refused = await guidang('consistency', fork, '--json')
  expect(refused.code).toBe(1)
  expect(jsonLines(refused)).toMatchObject([{ code: 'SIGNATURE_INVALID' }])
  await other.close()
  expect(jsonLines(await guidang('consistency', join(folder, 'checkpoint'), '--tree', 'sm3', '--json'))).toMatchObject([
    { code: 'EVIDENCE_INVALID' },
  ])
  expect(jsonLines(await guidang('consistency', join(folder, 'none'), '--json'))).toMatchObject([
    { code: 'REQUEST_INVALID' },
  ])
  expect(jsonLines(await guidang('consistency', '99', '--json'))).toMatchObject([{ code: 'LEDGER_NOT_FOUND' }])
})
