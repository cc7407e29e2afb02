import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty, trustIn } from '#archive-schema/evidence/test-party.ts'
import { formatTrust } from '#archive-schema/evidence/trust.ts'
import { sealedAt } from './exported-record.ts'
import { firstFailure, firstShellFailure, type Laboratory, openLaboratory } from './laboratory.ts'

type Chain = { readonly root: TestParty; readonly signer: TestParty; readonly issuers: readonly TestParty[] }

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

async function chain(wishes: PartyWishes = {}, issuing: PartyWishes = {}): Promise<Chain> {
  const root = await authority('root', 1)
  const issuer = await authority('issuing', 0, { issuer: root, ...issuing })
  return { root, signer: await makeParty('signer', { issuer, ...wishes }), issuers: [issuer] }
}

/** Chains whose signer is always pinned, so that only the chain can be what is refused. */
const chains: readonly (readonly [string, 'OK' | 'signature', () => Promise<Chain>])[] = [
  ['of P-256 keys', 'OK', () => chain()],
  ['of RSA keys', 'OK', () => chain({ key: 'rsa-2048' }, { key: 'rsa-2048' })],
  ['valid in the second of sealing only', 'OK', () => chain({ notBefore: sealedAt, notAfter: oneSecondLater })],
  ['with a signer whose certificate had ended', 'signature', () => chain(ended)],
  ['with a signer whose certificate had not begun', 'signature', () => chain(notBegun)],
  ['with an issuer whose certificate had ended', 'signature', () => chain({}, ended)],
  ['with a signer on P-384', 'signature', () => chain({ key: 'p384' })],
  ['with a signer on RSA of 1024 bits', 'signature', () => chain({ key: 'rsa-1024' })],
  [
    'with a signer who is an authority',
    'signature',
    () => chain({ role: { authorityAbove: 0 } }, { role: { authorityAbove: 1 } }),
  ],
  ['with an issuer who is none', 'signature', () => chain({}, { role: 'signer' })],
  [
    'longer than its authority allows',
    'signature',
    async () => {
      const { root, issuers } = await chain()
      const third = await authority('third', 0, issuers[0] === undefined ? {} : { issuer: issuers[0] })
      return { root, signer: await makeParty('signer', { issuer: third }), issuers: [third, ...issuers] }
    },
  ],
  [
    'of another root with the same name',
    'signature',
    async () => ({ ...(await chain()), root: await authority('root', 1) }),
  ],
  ['that leaves the issuer out', 'signature', async () => ({ ...(await chain()), issuers: [] })],
  [
    'straight from the root',
    'OK',
    async () => {
      const root = await authority('root', 0)
      return { root, signer: await makeParty('signer', { issuer: root }), issuers: [] }
    },
  ],
]

test.for(chains)('a chain %s: both verifiers say %s', async ([, verdict, make]) => {
  const { root, signer, issuers } = await make()
  const record = await laboratory.copy()
  const statement = await readFile(join(record, 'evidence', 'statement.txt'))
  const signature = await signDetached(statement, sealedAt, signerOf(signer, ...issuers))
  await writeFile(join(record, 'evidence', 'statement.p7s'), signature)
  // Trust in this chain says nothing of SM2: the record is one of those that have no such signature.
  await rm(join(record, 'evidence', 'statement-sm2.p7s'))
  for (const [name, bytes] of formatTrust(trustIn(root, signer))) await writeFile(join(record, 'trust', name), bytes)
  expect(await firstFailure(record)).toBe(verdict)
  expect(await firstShellFailure(record)).toBe(verdict)
})
