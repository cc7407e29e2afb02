import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { makeParty, signerOf, trustIn, withSm2Trust } from '#archive-schema/evidence/test-party.ts'
import { formatTrust, parseTrust } from '#archive-schema/evidence/trust.ts'
import { verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import { sealedAt, writeFiles } from './exported-record.ts'
import { fingerprintFolder, firstFailure, firstShellFailure, runProgram } from './laboratory.ts'
import { flip } from './tamperings.ts'
import { useVerifiers } from './three-verifiers.ts'
import { checkpointText, openTimeLaboratory, stampedAt, type TimeLaboratory } from './time-laboratory.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')
let laboratory: TimeLaboratory
const verifiers = useVerifiers()

beforeAll(async () => {
  laboratory = await openTimeLaboratory()
})
afterAll(() => laboratory.close())

const token = (record: string) => join(record, 'evidence', 'checkpoint.tst')
const second = (record: string) => join(record, 'evidence', 'checkpoint-2.tst')
const later = (date: Date, seconds: number) => new Date(date.getTime() + seconds * 1_000)
const report = async (record: string, now = new Date()) =>
  verifyRecord(await readExportedFolder(record), parseTrust(await readTrustFolder(join(record, 'trust'))), now)

test('the token dates the record, and nothing is pending [SIG-09]', async () => {
  await verifiers.expectStep(laboratory.record, 'OK')
  const { steps, pending } = await report(laboratory.record)
  expect(pending).toEqual([])
  expect(steps.find(({ step }) => step === 'time')?.detail).toContain(
    '2026-03-04T05:07:00.000Z by C=CN, O=测试, CN=time',
  )
  expect((await runProgram('sh', [script, laboratory.record])).stdout).toContain('OK ledger\nOK time\nOK signature\n')
})

test.for([
  ['the evidence holds no token', (record: string) => rm(token(record))],
  [
    'the trust folder names no authority',
    async (record: string) => {
      for (const name of ['time-roots.pem', 'time-authorities']) await rm(join(record, 'trust', name))
    },
  ],
] as const)('where %s, the time is pending and never right', async ([, change]) => {
  const record = await laboratory.copy()
  await change(record)
  await verifiers.expectStep(record, 'OK')
  expect((await report(record)).pending).toEqual(['time'])
  const { stdout } = await runProgram('sh', [script, record])
  expect(stdout).toContain('\nPENDING time')
  expect(stdout).not.toContain('OK time')
})

type Case = readonly [what: string, step: string, tamper: (record: string) => Promise<unknown>]

const cases: readonly Case[] = [
  ['an imprint by SM3', 'OK', (record) => laboratory.stamp(record, { hash: 'sm3' })],
  ['an imprint by SHA-512', 'OK', (record) => laboratory.stamp(record, { hash: 'sha512' })],
  ['a second token', 'OK', (record) => laboratory.stamp(record, { name: 'checkpoint-2.tst', at: later(stampedAt, 1) })],
  [
    'a second token that is older',
    'time',
    (record) => laboratory.stamp(record, { name: 'checkpoint-2.tst', at: later(stampedAt, -1) }),
  ],
  ['only the second token', 'time', (record) => rename(token(record), second(record))],
  [
    'a token over another checkpoint',
    'time',
    (record) => laboratory.stamp(record, { text: 'archive.example/x\n1\nAA==\n' }),
  ],
  [
    'a token over the checkpoint of the sibling',
    'time',
    async (record) => {
      const proof = await readFile(join(record, 'evidence', 'log-sm3.tlog-proof'), 'utf8')
      await laboratory.stamp(record, { text: `${proof.split('\n\n')[1]}\n` })
    },
  ],
  ['a token of five seconds before sealing', 'OK', (record) => laboratory.stamp(record, { at: later(sealedAt, -5) })],
  ['a token of six seconds before sealing', 'time', (record) => laboratory.stamp(record, { at: later(sealedAt, -6) })],
  [
    'an authority that nobody pinned',
    'time',
    async (record) => laboratory.stamp(record, { by: await laboratory.party() }),
  ],
  [
    'an authority below another root',
    'time',
    async (record) => {
      const root = await makeParty('time root', { role: { authorityAbove: 1 } })
      const by = await laboratory.party({ issuer: root })
      await laboratory.trustIn(record, by)
      await laboratory.stamp(record, { by, issuers: [] })
    },
  ],
  [
    'a pinned signer of packages',
    'time',
    async (record) => {
      const by = await laboratory.party({ role: 'signer' })
      await laboratory.trustIn(record, by)
      await laboratory.stamp(record, { by })
    },
  ],
  [
    'an authority of RSA',
    'OK',
    async (record) => {
      const by = await laboratory.party({ key: 'rsa-2048' })
      await laboratory.trustIn(record, by)
      await laboratory.stamp(record, { by })
    },
  ],
  [
    'an authority that had not begun',
    'time',
    async (record) => {
      const by = await laboratory.party({ notBefore: later(stampedAt, 1) })
      await laboratory.trustIn(record, by)
      await laboratory.stamp(record, { by })
    },
  ],
  [
    'an authority that has ended and was not renewed',
    'time',
    async (record) => {
      const by = await laboratory.party({ notAfter: later(stampedAt, 3_600) })
      await laboratory.trustIn(record, by)
      await laboratory.stamp(record, { by })
    },
  ],
  [
    'a stranger’s certificate brought along',
    'time',
    async (record) => {
      const stranger = await makeParty('stranger', { issuer: laboratory.root })
      await laboratory.stamp(record, { issuers: [laboratory.issuing, stranger] })
    },
  ],
  ['no issuer brought along', 'time', (record) => laboratory.stamp(record, { issuers: [] })],
  [
    'the root brought along too',
    'OK',
    (record) => laboratory.stamp(record, { issuers: [laboratory.issuing, laboratory.root] }),
  ],
  [
    'a byte behind the token',
    'time',
    async (record) => writeFile(token(record), Buffer.concat([await readFile(token(record)), Buffer.of(0)])),
  ],
  ['no token in the file', 'time', (record) => writeFile(token(record), 'no token')],
  ['an empty file', 'time', (record) => writeFile(token(record), '')],
  [
    'a statement for a token',
    'time',
    async (record) => writeFile(token(record), await readFile(join(record, 'evidence', 'statement.p7s'))),
  ],
  ['a token without its proof', 'checkpoint', (record) => rm(join(record, 'evidence', 'log.tlog-proof'))],
]

test.for(cases)('%s: all three verifiers say %s', async ([, step, tamper]) => {
  const record = await laboratory.copy()
  const untouched = await fingerprintFolder(record)
  await tamper(record)
  expect(await fingerprintFolder(record)).not.toBe(untouched)
  await verifiers.expectStep(record, step)
})

test.for(['statement.p7s', 'statement-sm2.p7s'] as const)(
  'a signer of %s who has ended counts with a token of before, and neither without nor with a later one',
  async (file) => {
    const isSm2 = file === 'statement-sm2.p7s'
    const key = isSm2 ? 'sm2' : 'p256'
    const root = await makeParty('root', { role: { authorityAbove: 0 }, key })
    const signer = await makeParty('signer', { issuer: root, key, notAfter: later(stampedAt, 3_600) })
    const { trust: usual } = laboratory.opened
    const trust = isSm2 ? withSm2Trust(usual, root, signer) : trustIn(root, signer)
    const record = await laboratory.copy()
    if (!isSm2) await rm(join(record, 'evidence', 'statement-sm2.p7s'))
    const statement = await readFile(join(record, 'evidence', 'statement.txt'))
    await writeFile(join(record, 'evidence', file), await signDetached(statement, sealedAt, signerOf(signer)))
    await writeFiles(join(record, 'trust'), formatTrust(trust))
    await verifiers.expectStep(record, 'OK')
    const step = isSm2 ? 'signature-sm2' : 'signature'
    await laboratory.stamp(record, { at: later(stampedAt, 3_600) })
    await verifiers.expectStep(record, step)
    await rm(token(record))
    await verifiers.expectStep(record, step)
  },
)

test.for([
  ['no roots', (trust: string) => rm(join(trust, 'time-roots.pem'))],
  ['no authorities', (trust: string) => rm(join(trust, 'time-authorities'))],
  [
    'something beside the roots',
    async (trust: string) =>
      writeFile(join(trust, 'time-roots.pem'), `${await readFile(join(trust, 'time-roots.pem'), 'utf8')}x`),
  ],
  ['an authority that is no digest', (trust: string) => writeFile(join(trust, 'time-authorities'), 'x\n')],
] as const)('a trust folder with %s is believed by nobody', async ([, spoil]) => {
  const record = await laboratory.copy()
  await spoil(join(record, 'trust'))
  expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
  await expect(report(record)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
})

const flips = fc.record({ place: fc.nat(), mask: fc.integer({ min: 1, max: 255 }) })

test('every byte of a token counts', async () => {
  const bytes = await readFile(token(laboratory.record))
  const text = Buffer.from(await checkpointText(laboratory.record))
  expect(await verifyToken(bytes, text, laboratory.trust)).toMatchObject({ at: stampedAt })
  for (const place of bytes.keys()) {
    const changed = Buffer.from(bytes)
    changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8))
    await expect(verifyToken(changed, text, laboratory.trust)).rejects.toMatchObject({ name: 'ArchiveError' })
  }
})

test('the script refuses a changed byte of the token at the same step', async () => {
  await fc.assert(
    fc.asyncProperty(flips, async ({ place, mask }) => {
      const record = await laboratory.copy()
      await flip(token(record), place % (await readFile(token(record))).length, mask)
      expect(await firstFailure(record)).toBe('time')
      expect(await firstShellFailure(record)).toBe('time')
    }),
    { numRuns: 12 },
  )
})
