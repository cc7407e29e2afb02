import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import {
  makeParty,
  type PartyWishes,
  signerOf,
  type TestParty,
  trustIn,
  withSm2Trust,
} from '#archive-schema/evidence/test-party.ts'
import { formatTrust, type Trust } from '#archive-schema/evidence/trust.ts'
import { sealedAt } from './exported-record.ts'
import { firstFailure, firstShellFailure, type Laboratory, openLaboratory } from './laboratory.ts'

type Chain = { readonly root: TestParty; readonly signer: TestParty; readonly issuers: readonly TestParty[] }
/** What a chain is, whether it holds, and how it is made of keys of a kind. */
type Row = readonly [what: string, holds: boolean, make: (key: Key) => Promise<Chain>]
type Key = 'p256' | 'sm2'

let laboratory: Laboratory

beforeAll(async () => {
  laboratory = await openLaboratory('ecdsa-p256')
})
afterAll(() => laboratory.close())

const authority = (name: string, above: number, wishes: PartyWishes = {}) =>
  makeParty(name, { role: { authorityAbove: above }, ...wishes })
const oneSecondLater = new Date(sealedAt.getTime() + 1000)
const ended = { notAfter: sealedAt }
const notBegun = { notBefore: oneSecondLater }

async function chain(key: Key, wishes: PartyWishes = {}, issuing: PartyWishes = {}): Promise<Chain> {
  const root = await authority('root', 1, { key })
  const issuer = await authority('issuing', 0, { issuer: root, key, ...issuing })
  return { root, signer: await makeParty('signer', { issuer, key, ...wishes }), issuers: [issuer] }
}

/** Chains whose signer is always pinned, so that only the chain can be what is refused. */
const chains: readonly Row[] = [
  ['of one kind of keys', true, (key) => chain(key)],
  ['valid from the second of sealing', true, (key) => chain(key, { notBefore: sealedAt })],
  ['with a signer whose certificate had ended', false, (key) => chain(key, ended)],
  ['with a signer whose certificate had not begun', false, (key) => chain(key, notBegun)],
  ['with an issuer whose certificate had ended', false, (key) => chain(key, {}, ended)],
  [
    'with a signer who is an authority',
    false,
    (key) => chain(key, { role: { authorityAbove: 0 } }, { role: { authorityAbove: 1 } }),
  ],
  ['with an issuer who is none', false, (key) => chain(key, {}, { role: 'signer' })],
  [
    'longer than its authority allows',
    false,
    async (key) => {
      const { root, issuers } = await chain(key)
      const third = await authority('third', 0, issuers[0] === undefined ? { key } : { key, issuer: issuers[0] })
      return { root, signer: await makeParty('signer', { issuer: third, key }), issuers: [third, ...issuers] }
    },
  ],
  [
    'of another root with the same name',
    false,
    async (key) => ({ ...(await chain(key)), root: await authority('root', 1, { key }) }),
  ],
  ['that leaves the issuer out', false, async (key) => ({ ...(await chain(key)), issuers: [] })],
  [
    'straight from the root',
    true,
    async (key) => {
      const root = await authority('root', 0, { key })
      return { root, signer: await makeParty('signer', { issuer: root, key }), issuers: [] }
    },
  ],
  ['with an issuer of the other kind of key', false, (key) => chain(key, {}, { key: key === 'sm2' ? 'p256' : 'sm2' })],
]

const genericChains: readonly Row[] = [
  ['of RSA keys', true, (key) => chain(key, { key: 'rsa-2048' }, { key: 'rsa-2048' })],
  ['with a signer on P-384', false, (key) => chain(key, { key: 'p384' })],
  ['with a signer on RSA of 1024 bits', false, (key) => chain(key, { key: 'rsa-1024' })],
  ['with a signer by SM2', false, (key) => chain(key, { key: 'sm2' })],
]

test.for([...chains, ...genericChains])('a chain %s: both verifiers say %s', async ([, holds, make]) => {
  const { root, signer, issuers } = await make('p256')
  const record = await recordSignedBy('statement.p7s', signer, issuers, trustIn(root, signer))
  // Trust in this chain says nothing of SM2: the record is one of those that have no such signature.
  await rm(join(record, 'evidence', 'statement-sm2.p7s'))
  await expectVerdict(record, holds ? 'OK' : 'signature')
})

const sm2Chains: readonly Row[] = [['with a signer on P-256', false, (key) => chain(key, { key: 'p256' })]]

test.for([...chains, ...sm2Chains])('an SM2 chain %s: both verifiers say %s', async ([, holds, make]) => {
  const { root, signer, issuers } = await make('sm2')
  const trust = withSm2Trust(laboratory.opened.trust, root, signer)
  const record = await recordSignedBy('statement-sm2.p7s', signer, issuers, trust)
  await expectVerdict(record, holds ? 'OK' : 'signature-sm2')
})

async function recordSignedBy(file: string, signer: TestParty, issuers: readonly TestParty[], trust: Trust) {
  const record = await laboratory.copy()
  const statement = await readFile(join(record, 'evidence', 'statement.txt'))
  const signature = await signDetached(statement, sealedAt, signerOf(signer, ...issuers))
  await writeFile(join(record, 'evidence', file), signature)
  for (const [name, bytes] of formatTrust(trust)) await writeFile(join(record, 'trust', name), bytes)
  return record
}

async function expectVerdict(record: string, verdict: string): Promise<void> {
  expect(await firstFailure(record)).toBe(verdict)
  expect(await firstShellFailure(record)).toBe(verdict)
}
