import { readFile, rename, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { formatLedgerTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import { fingerprintFolder, firstFailure, firstShellFailure, runProgram } from './laboratory.ts'
import { type LedgerLaboratory, openLedgerLaboratory } from './ledger-laboratory.ts'
import { useVerifiers } from './three-verifiers.ts'

let laboratory: LedgerLaboratory
const verifiers = useVerifiers()
beforeAll(async () => {
  laboratory = await openLedgerLaboratory()
})
afterAll(() => laboratory.close())

const proof = 'log.tlog-proof'
const sibling = 'log-sm3.tlog-proof'
const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')

test('both verifiers find the statement in both trees', async () => {
  const report = await verifyRecord(
    await readExportedFolder(laboratory.record),
    parseTrust(await readTrustFolder(join(laboratory.record, 'trust'))),
    new Date(),
  )
  expect(report.ok).toBe(true)
  expect(report.pending).toEqual(['time'])
  expect(report.steps.map(({ step }) => step)).toEqual([
    'statement',
    'files',
    'manifests',
    'checkpoint',
    'ledger',
    'signature',
    'signature-sm2',
  ])
  const { code, stdout } = await runProgram('sh', [script, laboratory.record])
  expect({ code, lines: stdout.split('\n').filter((line) => /checkpoint|ledger/.test(line)) }).toEqual({
    code: 0,
    lines: ['OK checkpoint', 'OK ledger'],
  })
})

test.for(['the evidence', 'the trust folder'])(
  'where %s holds nothing of a ledger, both steps are pending and never right',
  async (where) => {
    const record = await laboratory.copy()
    if (where === 'the evidence') for (const name of [proof, sibling]) await unlink(inEvidence(record, name))
    else for (const name of ['origin', 'log.pub', 'log-sm2.pub']) await unlink(join(record, 'trust', name))
    const report = await verifyRecord(
      await readExportedFolder(record),
      parseTrust(await readTrustFolder(join(record, 'trust'))),
      new Date(),
    )
    expect(report).toMatchObject({ ok: true, pending: ['checkpoint', 'ledger', 'time'] })
    const { code, stdout } = await runProgram('sh', [script, record])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^PENDING checkpoint.*\nPENDING ledger.*$/m)
    expect(stdout).not.toMatch(/^OK (checkpoint|ledger)/m)
  },
)

type Case = readonly [
  what: string,
  step: 'checkpoint' | 'ledger' | 'statement' | 'OK',
  tamper: (record: string) => Promise<unknown>,
]

const cases: readonly Case[] = [
  ['only the sibling’s proof', 'checkpoint', (record) => unlink(inEvidence(record, proof))],
  ['only the first proof', 'checkpoint', (record) => unlink(inEvidence(record, sibling))],
  ['the proofs exchanged', 'checkpoint', exchange],
  ['another index', 'ledger', edit(proof, (text) => text.replace('index 41', 'index 40'))],
  ['another index of the sibling', 'ledger', edit(sibling, (text) => text.replace('index 41', 'index 43'))],
  ['an index with a leading zero', 'checkpoint', edit(proof, (text) => text.replace('index 41', 'index 041'))],
  ['an index beyond the tree', 'ledger', edit(proof, (text) => text.replace('index 41', 'index 70'))],
  ['no index', 'checkpoint', edit(proof, (text) => text.replace('index 41\n', ''))],
  ['another first line', 'checkpoint', edit(proof, (text) => text.replace('@v1', '@v2'))],
  ['an extra line', 'checkpoint', edit(proof, (text) => text.replace('\nindex', '\nextra YQ==\nindex'))],
  ['a changed hash', 'ledger', edit(proof, (text) => changeHash(text))],
  ['a changed hash of the sibling', 'ledger', edit(sibling, (text) => changeHash(text))],
  ['a hash that is not canonical', 'checkpoint', edit(proof, (text) => text.replace(/(\nindex 41\n.{42}).=/, '$1B='))],
  ['a hash left out', 'ledger', edit(proof, (text) => text.replace(/(\nindex 41\n).*\n/, '$1'))],
  ['a hash too many', 'ledger', edit(proof, (text) => text.replace(/(\nindex 41\n)/, `$1${'A'.repeat(43)}=\n`))],
  ['an empty line too many', 'checkpoint', edit(proof, (text) => text.replace('\n\n', '\n\n\n'))],
  ['a missing final LF', 'checkpoint', edit(proof, (text) => text.trimEnd())],
  ['CRLF', 'checkpoint', edit(sibling, (text) => text.replaceAll('\n', '\r\n'))],
  ['another size', 'checkpoint', edit(proof, (text) => text.replace('\n70\n', '\n71\n'))],
  ['an extension line', 'checkpoint', edit(proof, (text) => text.replace('\n70\n', '\n70\nx\n'))],
  ['no Ed25519 line', 'checkpoint', edit(proof, (text) => withoutLine(text, 0))],
  ['no SM2 line', 'checkpoint', edit(proof, (text) => withoutLine(text, 1))],
  ['no SM2 line in the sibling', 'checkpoint', edit(sibling, (text) => withoutLine(text, 1))],
  [
    'no SM2 lines before the SM2 key signs',
    'OK',
    async (record) => {
      for (const name of [proof, sibling]) await edit(name, (text) => withoutLine(text, 1))(record)
      await writeFile(join(record, 'trust', 'log-sm2.from'), '71\n')
    },
  ],
  [
    'no SM2 line when the SM2 key signs',
    'checkpoint',
    async (record) => {
      await edit(proof, (text) => withoutLine(text, 1))(record)
      await writeFile(join(record, 'trust', 'log-sm2.from'), '70\n')
    },
  ],
  ['a signature of no key’s', 'checkpoint', edit(proof, (text) => text.replace(/.{6}=\n/g, 'AAAAAA=\n'))],
  ['a line of an unknown key', 'OK', edit(proof, (text) => `${text}— witness.example/w1 AAAAAAAA\n`)],
  ['a line that is none', 'checkpoint', edit(proof, (text) => `${text}- witness.example/w1 AAAAAAAA\n`)],
  [
    'an unknown key’s line in loose base64',
    'checkpoint',
    edit(proof, (text) => `${text}— witness.example/w1 AAAAAAB=\n`),
  ],
  ['proofs of another entry', 'ledger', (record) => laboratory.prove(record, { proved: 7 })],
  ['proofs at different indexes', 'ledger', (record) => laboratory.prove(record, { index: 42 }, ['sm3'])],
  ['an older checkpoint of one tree', 'checkpoint', (record) => laboratory.prove(record, { size: 69 }, ['sm3'])],
  [
    'a checkpoint of another root',
    'ledger',
    (record) => laboratory.prove(record, { change: (it) => ({ ...it, root: Buffer.alloc(32, 1) }) }),
  ],
  [
    'a checkpoint of another name',
    'checkpoint',
    (record) => laboratory.prove(record, { change: (it) => ({ ...it, origin: `${it.origin}x` }) }),
  ],
  [
    'a ledger of somebody else with that name',
    'checkpoint',
    (record) => laboratory.prove(record, { owner: laboratory.stranger }),
  ],
  ['the keys of somebody else in the trust', 'checkpoint', trustStranger],
  [
    'another name in the trust',
    'checkpoint',
    (record) => writeFile(join(record, 'trust', 'origin'), 'archive.example/other\n'),
  ],
  [
    'a statement that was changed after it was entered',
    'ledger',
    (record) => restate(record, 'version: 1\nprevious: -', `version: 2\nprevious: ${previous}`),
  ],
  ['a statement that names a state younger than its entry', 'ledger', nameYoungerState],
]

test.for(cases)('%s: all three verifiers say %s', async ([, step, tamper]) => {
  const record = await laboratory.copy()
  const untouched = await fingerprintFolder(record)
  await tamper(record)
  expect(await fingerprintFolder(record)).not.toBe(untouched)
  await verifiers.expectStep(record, step)
})

test.for([
  ['no key', (record: string) => unlink(join(record, 'trust', 'log.pub'))],
  ['no name', (record: string) => unlink(join(record, 'trust', 'origin'))],
  ['two names', (record: string) => writeFile(join(record, 'trust', 'origin'), 'a\nb\n')],
  ['a size that is none', (record: string) => writeFile(join(record, 'trust', 'log-sm2.from'), '0\n')],
  ['a name with a blank', (record: string) => writeFile(join(record, 'trust', 'origin'), 'a b\n')],
  [
    'a key of another kind',
    (record: string) => rename(join(record, 'trust', 'log-sm2.pub'), join(record, 'trust', 'log.pub')),
  ],
  [
    'a certificate for a key',
    async (record: string) =>
      writeFile(join(record, 'trust', 'log.pub'), await readFile(join(record, 'trust', 'root.pem'))),
  ],
] as const)('a trust folder that speaks of a ledger with %s is believed by nobody', async ([, spoil]) => {
  const record = await laboratory.copy()
  await spoil(record)
  const folder = join(record, 'trust')
  expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
  expect(
    await readTrustFolder(folder)
      .then(parseTrust)
      .catch(({ code }) => code),
  ).toBe('EVIDENCE_INVALID')
})

const flips = fc.record({
  name: fc.constantFrom(proof, sibling),
  place: fc.nat(),
  mask: fc.integer({ min: 1, max: 255 }),
})

test('any changed byte of the proofs is refused', async () => {
  const right = await readExportedFolder(laboratory.record)
  const trust = parseTrust(await readTrustFolder(join(laboratory.record, 'trust')))
  await fc.assert(
    fc.asyncProperty(flips, async ({ name, place, mask }) => {
      const bytes = flipped(right.evidence.get(name) ?? Buffer.of(), place, mask)
      const report = await verifyRecord(
        { ...right, evidence: new Map([...right.evidence, [name, bytes]]) },
        trust,
        new Date(),
      )
      expect(report.ok).toBe(false)
    }),
    { numRuns: 400 },
  )
})

test('both verifiers name the same step for a changed byte of the proofs', async () => {
  await fc.assert(
    fc.asyncProperty(flips, async ({ name, place, mask }) => {
      const record = await laboratory.copy()
      const path = inEvidence(record, name)
      await writeFile(path, flipped(await readFile(path), place, mask))
      const step = await firstFailure(record)
      expect(['checkpoint', 'ledger']).toContain(step)
      expect(await firstShellFailure(record)).toBe(step)
    }),
    { numRuns: 20 },
  )
})

const previous = `sha256:${'a'.repeat(64)} sm3:${'b'.repeat(64)}`

function inEvidence(record: string, name: string): string {
  return join(record, 'evidence', name)
}

function edit(name: string, change: (text: string) => string) {
  return async (record: string) =>
    writeFile(inEvidence(record, name), change(await readFile(inEvidence(record, name), 'utf8')))
}

async function exchange(record: string): Promise<void> {
  await rename(inEvidence(record, proof), inEvidence(record, 'passing'))
  await rename(inEvidence(record, sibling), inEvidence(record, proof))
  await rename(inEvidence(record, 'passing'), inEvidence(record, sibling))
}

function changeHash(text: string): string {
  return text.replace(/(\nindex 41\n)(.)/, (_, head: string, first: string) => `${head}${first === 'A' ? 'B' : 'A'}`)
}

function withoutLine(text: string, at: number): string {
  const lines = text.split('\n')
  const first = lines.findIndex((line) => line.startsWith('—'))
  return lines.toSpliced(first + at, 1).join('\n')
}

async function trustStranger(record: string): Promise<void> {
  for (const [name, bytes] of formatLedgerTrust(laboratory.stranger.trust))
    await writeFile(join(record, 'trust', name), bytes)
}

async function restate(record: string, from: string, to: string): Promise<void> {
  await edit('statement.txt', (text) => text.replace(from, to))(record)
}

async function nameYoungerState(record: string): Promise<void> {
  await edit('statement.txt', (text) => text.replace(/since: .*/, `since: 42 ${'A'.repeat(43)}=`))(record)
  await laboratory.prove(record)
}

function flipped(bytes: Uint8Array, place: number, mask: number): Buffer {
  const changed = Buffer.from(bytes)
  const at = place % changed.length
  changed[at] = (changed[at] ?? 0) ^ mask
  return changed
}
