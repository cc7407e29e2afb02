import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import {
  makeParty,
  type PartyWishes,
  signerOf,
  type TestParty,
  trustIn,
  withSm2Trust,
} from '#archive-schema/evidence/test-party.ts'
import { formatTrust, parseTrust, type Trust } from '#archive-schema/evidence/trust.ts'
import { originOf } from '#archive-schema/ledger/checkpoint.ts'
import { cosignatureVerifier, cosignedMessage, formatCosignature } from '#archive-schema/ledger/cosignature.ts'
import { readPublicPem, writePublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import { ed25519Verifier, sm2Verifier } from '#archive-schema/ledger/note-key.ts'
import { formatSignature } from '#archive-schema/ledger/signed-note.ts'
import { formatProof, parseProof, proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { formatWitnessTrust } from '#archive-schema/ledger/witness-trust.ts'
import { formatTimeTrust } from '#archive-schema/time-stamp/time-trust.ts'
import { readTrustFolder } from '#services/verifier/exported-folder.ts'
import { sealedAt, writeFiles } from './exported-record.ts'
import { runProgram, type SealedFile } from './laboratory.ts'
import { useVerifiers } from './three-verifiers.ts'
import { checkpointText, openTimeLaboratory, type TimeLaboratory } from './time-laboratory.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')
const origin = 'archive.example/ledger'
const witness = { name: 'witness.example/archives', key: generateKeyPairSync('ed25519').privateKey }
const verifiers = useVerifiers()
let laboratory: TimeLaboratory
/** The keys of the ledger. */
let ledger: { readonly ed25519: KeyObject; readonly sm2: KeyObject }

beforeAll(async () => {
  laboratory = await openTimeLaboratory()
  const key = async (...path: readonly string[]) =>
    createPrivateKey(await readFile(join(laboratory.record, '../own/keys', ...path)))
  ledger = { ed25519: await key('test-ledger', 'log.key'), sm2: await key('test-ledger-sm2', 'log-sm2.key') }
})
afterAll(() => laboratory.close())

const pemOf = (key: KeyObject) => writePublicPem(createPublicKey(key).export({ type: 'spki', format: 'der' }))

/** Somebody with a certificate under a root of one kind of keys, who is pinned as a signer. */
async function certified(wishes: PartyWishes, authorities: 'p256' | 'sm2' = 'p256') {
  const root = await makeParty('root', { role: { authorityAbove: 0 }, key: authorities })
  return { root, party: await makeParty('signer', { issuer: root, key: authorities, ...wishes }) }
}

type Certified = Awaited<ReturnType<typeof certified>>

/** Seals the record by somebody whom the trust folder names as a signer. */
async function seal(record: string, file: SealedFile, { root, party }: Certified, signer?: Signer): Promise<void> {
  const statement = await readFile(join(record, 'evidence', 'statement.txt'))
  const signature = await signDetached(statement, sealedAt, signer ?? signerOf(party))
  await writeFile(join(record, 'evidence', file), signature)
  const isSm2 = file === 'statement-sm2.p7s'
  if (!isSm2) await rm(join(record, 'evidence', 'statement-sm2.p7s'))
  const trust: Trust = isSm2 ? withSm2Trust(laboratory.opened.trust, root, party) : trustIn(root, party)
  await writeFiles(join(record, 'trust'), formatTrust(trust))
}

async function sealWithEd25519(record: string, key: KeyObject): Promise<void> {
  const pinned = await certified({ sharedKey: key })
  const signer = { ...signerOf(pinned.party), sign: async (tbs: Uint8Array) => sign(null, tbs, key) }
  await seal(record, 'statement.p7s', pinned, signer)
}

/** Puts a line by another key in the place of the ledger's own of that kind: under the ledger's name, or with its key ID as well. */
async function signCheckpoint(record: string, kind: 'ed25519' | 'sm2', line: (text: string) => Promise<Line>) {
  for (const algorithm of ['sha256', 'sm3'] as const) {
    const file = join(record, 'evidence', proofNames[algorithm])
    const proof = parseProof(algorithm, await readFile(file))
    const own = ownVerifier(kind, algorithm)
    const others = proof.checkpoint.signatures.filter(({ id }) => !Buffer.from(id).equals(own.id))
    expect(others).toHaveLength(proof.checkpoint.signatures.length - 1)
    const { id = own.id, signature } = await line(proof.checkpoint.text)
    const signatures = [...others, { name: own.name, id, signature }]
    await writeFile(file, formatProof(algorithm, { ...proof, checkpoint: { ...proof.checkpoint, signatures } }))
  }
}

type Line = { readonly id?: Uint8Array; readonly signature: Uint8Array }

function ownVerifier(kind: 'ed25519' | 'sm2', algorithm: DigestAlgorithm) {
  const name = originOf(origin, algorithm)
  return kind === 'ed25519'
    ? ed25519Verifier(name, readPublicPem('ed25519', pemOf(ledger.ed25519)))
    : sm2Verifier(name, readPublicPem('sm2', pemOf(ledger.sm2)))
}

/** A line under the name of the witness, whom the trust folder demands, by another key. */
async function cosign(record: string, by: (message: Uint8Array) => Promise<Uint8Array>): Promise<void> {
  const pem = pemOf(witness.key)
  await writeFiles(join(record, 'trust'), formatWitnessTrust({ quorum: 1, witnesses: [{ name: witness.name, pem }] }))
  const seconds = 1_772_600_000n
  const signature = await by(cosignedMessage(await checkpointText(record), seconds))
  const { id } = cosignatureVerifier(witness.name, readPublicPem('ed25519', pem))
  const line = { name: witness.name, id, signature: formatCosignature({ seconds, signature }) }
  await appendFile(join(record, 'evidence', proofNames.sha256), formatSignature(line))
}

const insider = (file: SealedFile) => laboratory.sealers[file].insider
const p1363 = (key: KeyObject) => async (message: Uint8Array) =>
  sign('sha256', message, { key, dsaEncoding: 'ieee-p1363' })
const byEd25519 = (key: KeyObject) => async (message: Uint8Array) => sign(null, message, key)

/** Stamps by a package signer whom the trust folder names as a time-stamp authority. */
async function stampBySigner(record: string): Promise<void> {
  const { insider: by, signer, rootPem } = laboratory.sealers['statement.p7s']
  const [own, issuing] = signer.certificates.map(readCertificate)
  const authorities = [own?.sha256 ?? '']
  await writeFiles(join(record, 'trust'), formatTimeTrust({ rootPems: [rootPem], authorities }))
  const issuer: TestParty = { ...by, certificate: issuing?.der ?? Buffer.of() }
  await laboratory.stamp(record, { by, issuers: [issuer] })
}

type Row = readonly [what: string, step: string, act: (record: string) => Promise<unknown>]

const rows: readonly Row[] = [
  ['a signer seals', 'OK', async (record) => seal(record, 'statement.p7s', await certified({}))],
  ['a signer seals by SM2', 'OK', async (record) => seal(record, 'statement-sm2.p7s', await certified({}, 'sm2'))],
  [
    'a time-stamp authority seals',
    'signature',
    async (record) => seal(record, 'statement.p7s', await certified({ role: 'time-stamps' })),
  ],
  [
    'a time-stamp authority seals by SM2',
    'signature-sm2',
    async (record) => seal(record, 'statement-sm2.p7s', await certified({ role: 'time-stamps' }, 'sm2')),
  ],
  [
    'an authority that certifies seals',
    'signature',
    async (record) => {
      const { root, issuer } = await twoAuthorities()
      await seal(record, 'statement.p7s', { root, party: issuer })
    },
  ],
  [
    'the SM2 key of the ledger seals',
    'signature-sm2',
    async (record) => seal(record, 'statement-sm2.p7s', await certified({ sharedKey: ledger.sm2 }, 'sm2')),
  ],
  ['the Ed25519 key of the ledger seals', 'signature', (record) => sealWithEd25519(record, ledger.ed25519)],
  ['the key of a witness seals', 'signature', (record) => sealWithEd25519(record, witness.key)],
  ['a signer stamps time', 'time', stampBySigner],
  [
    'the SM2 signer signs a checkpoint under a key ID of its own',
    'checkpoint',
    (record) =>
      signCheckpoint(record, 'sm2', async (text) => ({
        id: sm2Verifier(origin, Buffer.from(insider('statement-sm2.p7s').publicKey).subarray(-65)).id,
        signature: await signerOf(insider('statement-sm2.p7s')).sign(Buffer.from(text)),
      })),
  ],
  [
    'the SM2 signer signs a checkpoint under the key ID of the ledger',
    'checkpoint',
    (record) =>
      signCheckpoint(record, 'sm2', async (text) => ({
        signature: await signerOf(insider('statement-sm2.p7s')).sign(Buffer.from(text)),
      })),
  ],
  [
    'a signer signs a checkpoint',
    'checkpoint',
    (record) =>
      signCheckpoint(record, 'ed25519', async (text) => ({
        signature: await p1363(insider('statement.p7s').privateKey)(Buffer.from(text)),
      })),
  ],
  [
    'a time-stamp authority signs a checkpoint',
    'checkpoint',
    (record) =>
      signCheckpoint(record, 'ed25519', async (text) => ({
        signature: await p1363(laboratory.authority.privateKey)(Buffer.from(text)),
      })),
  ],
  [
    'a witness signs a checkpoint',
    'checkpoint',
    (record) =>
      signCheckpoint(record, 'ed25519', async (text) => ({
        signature: await byEd25519(witness.key)(Buffer.from(text)),
      })),
  ],
  ['the witness cosigns', 'OK', (record) => cosign(record, byEd25519(witness.key))],
  ['the ledger cosigns', 'checkpoint', (record) => cosign(record, byEd25519(ledger.ed25519))],
  ['a signer cosigns', 'checkpoint', (record) => cosign(record, p1363(insider('statement.p7s').privateKey))],
  ['a time-stamp authority cosigns', 'checkpoint', (record) => cosign(record, p1363(laboratory.authority.privateKey))],
]

async function twoAuthorities() {
  const root = await makeParty('root', { role: { authorityAbove: 1 } })
  return { root, issuer: await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root }) }
}

test.for(rows)('%s: all three verifiers say %s', async ([, step, act]) => {
  const record = await laboratory.copy()
  await act(record)
  await verifiers.expectStep(record, step)
})

test.for([
  ['the ledger', () => pemOf(ledger.ed25519)],
  ['a signer', () => pemOf(insider('statement.p7s').privateKey)],
] as const)('a trust folder whose witness has the key of %s is believed by nobody', async ([, pem]) => {
  const record = await laboratory.copy()
  const trust = join(record, 'trust')
  const known = { name: witness.name, pem: pemOf(witness.key) }
  await writeFiles(trust, formatWitnessTrust({ quorum: 1, witnesses: [known] }))
  await writeFile(join(trust, 'witness-1.pub'), pem())
  expect(await runProgram('sh', [script, record])).toMatchObject({ code: 2, stdout: '' })
  await expect(readTrustFolder(trust).then(parseTrust)).rejects.toMatchObject({ code: 'EVIDENCE_INVALID' })
})
