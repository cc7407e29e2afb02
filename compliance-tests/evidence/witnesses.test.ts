import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { cosignatureVerifier, cosignedMessage, formatCosignature } from '#archive-schema/ledger/cosignature.ts'
import { readPublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import { formatSignature } from '#archive-schema/ledger/signed-note.ts'
import { formatWitnessTrust } from '#archive-schema/ledger/witness-trust.ts'
import { readTrustFolder } from '#services/verifier/exported-folder.ts'
import { writeFiles } from './exported-record.ts'
import { runProgram } from './laboratory.ts'
import { type LedgerLaboratory, openLedgerLaboratory } from './ledger-laboratory.ts'
import { useVerifiers } from './three-verifiers.ts'
import { checkpointText } from './time-laboratory.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')
let laboratory: LedgerLaboratory
const verifiers = useVerifiers()

beforeAll(async () => {
  laboratory = await openLedgerLaboratory()
})
afterAll(() => laboratory.close())

type Party = { readonly name: string; readonly pem: string; readonly key: KeyObject }

function party(name: string): Party {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  return { name, pem: publicKey.export({ type: 'spki', format: 'pem' }).toString(), key: privateKey }
}

const archives = party('witness.example/archives')
const regulator = party('witness.example/regulator')
const auditor = party('witness.example/auditor')
const stranger = party('witness.example/stranger')

const proof = (record: string) => join(record, 'evidence', 'log.tlog-proof')

/** The line of a witness under the checkpoint of a record, or under another text. */
async function lineOf(record: string, { name, pem, key }: Party, text?: string, seconds = 1_772_600_000n) {
  const signed = cosignedMessage(text ?? (await checkpointText(record)), seconds)
  const signature = formatCosignature({ seconds, signature: sign(null, signed, key) })
  return formatSignature({ name, id: cosignatureVerifier(name, readPublicPem('ed25519', pem)).id, signature })
}

async function cosign(record: string, ...parties: readonly Party[]): Promise<void> {
  for (const each of parties) await appendFile(proof(record), await lineOf(record, each))
}

type Case = readonly [what: string, step: 'OK' | 'checkpoint', sign: (record: string) => Promise<unknown>]

const cases: readonly Case[] = [
  ['two of three', 'OK', (record) => cosign(record, archives, auditor)],
  ['all three, and a stranger', 'OK', (record) => cosign(record, stranger, archives, regulator, auditor)],
  ['one of three', 'checkpoint', (record) => cosign(record, regulator)],
  ['nobody', 'checkpoint', async () => {}],
  ['one and a stranger', 'checkpoint', (record) => cosign(record, regulator, stranger)],
  ['the same one twice', 'checkpoint', (record) => cosign(record, regulator, regulator)],
  [
    'a stranger under the name of one',
    'checkpoint',
    (record) => cosign(record, regulator, { ...stranger, name: auditor.name }),
  ],
  [
    'two, and a line of the third over another checkpoint',
    'checkpoint',
    async (record) => {
      await cosign(record, archives, auditor)
      await appendFile(proof(record), await lineOf(record, regulator, 'archive.example/ledger\n70\nAAAA\n'))
    },
  ],
  [
    'a line whose time was changed',
    'checkpoint',
    async (record) => {
      await cosign(record, archives)
      const line = await lineOf(record, auditor)
      const [head, name, encoded = ''] = line.trimEnd().split(' ')
      const bytes = Buffer.from(encoded, 'base64')
      bytes[11] = (bytes[11] ?? 0) ^ 1
      await appendFile(proof(record), `${head} ${name} ${bytes.toString('base64')}\n`)
    },
  ],
  [
    'a line that is too short',
    'checkpoint',
    async (record) => {
      await cosign(record, archives, auditor)
      const [head, name, encoded = ''] = (await lineOf(record, regulator)).trimEnd().split(' ')
      const bytes = Buffer.from(encoded, 'base64').subarray(0, 72)
      await appendFile(proof(record), `${head} ${name} ${bytes.toString('base64')}\n`)
    },
  ],
]

test.for(cases)(
  'where two of three witnesses are wanted, %s: all three verifiers say %s',
  async ([, step, signRecord]) => {
    const record = await laboratory.copy()
    const known = [archives, regulator, auditor].map(({ name, pem }) => ({ name, pem }))
    await writeFiles(join(record, 'trust'), formatWitnessTrust({ quorum: 2, witnesses: known }))
    await signRecord(record)
    await verifiers.expectStep(record, step)
  },
)

test.for([
  ['no quorum', (text: string) => text.replace('quorum 1\n', '')],
  ['a quorum of none', (text: string) => text.replace('quorum 1', 'quorum 0')],
  ['a quorum that cannot be met', (text: string) => text.replace('quorum 1', 'quorum 2')],
  ['a witness twice', (text: string) => `${text}${text.split('\n')[1]?.replace('-1.pub', '-2.pub')}\n`],
  ['a key of another name', (text: string) => text.replace('witness-1.pub', 'log.pub')],
  ['a line that does not end', (text: string) => text.trimEnd()],
  ['a blank too many', (text: string) => text.replace(' witness-', '  witness-')],
] as const)('a trust folder of witnesses with %s is believed by nobody', async ([, spoil]) => {
  const record = await laboratory.copy()
  const folder = join(record, 'trust')
  await writeFiles(folder, formatWitnessTrust({ quorum: 1, witnesses: [{ name: archives.name, pem: archives.pem }] }))
  await writeFile(join(folder, 'witness-2.pub'), auditor.pem)
  const text = await readFile(join(folder, 'witnesses'), 'utf8')
  expect(spoil(text)).not.toBe(text)
  await writeFile(join(folder, 'witnesses'), spoil(text))
  expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
  await expect(readTrustFolder(folder).then(parseTrust)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
})

test('two witnesses with one key, or one without, are believed by nobody', async () => {
  for (const spoil of [
    (folder: string) => writeFile(join(folder, 'witness-2.pub'), archives.pem),
    (folder: string) => rm(join(folder, 'witness-2.pub')),
  ]) {
    const record = await laboratory.copy()
    const folder = join(record, 'trust')
    const known = [archives, auditor].map(({ name, pem }) => ({ name, pem }))
    await writeFiles(folder, formatWitnessTrust({ quorum: 1, witnesses: known }))
    await spoil(folder)
    expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
    await expect(readTrustFolder(folder).then(parseTrust)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
  }
})
