import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { signCheckpoint } from '#archive-schema/ledger/checkpoint.ts'
import { cosignatureVerifier } from '#archive-schema/ledger/cosignature.ts'
import { formatLedgerTrust, readPublicPem, writePublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import { DefinedTree } from '#archive-schema/ledger/memory-tree-trial.ts'
import { ed25519Verifier, type NoteSigner, verifyNote } from '#archive-schema/ledger/note-key.ts'
import { formatNote, parseNote, type SignedNote } from '#archive-schema/ledger/signed-note.ts'
import { askWitness, type WitnessAddress } from '#storage/witnesses/ask-witness.ts'
import { claimFolder } from './claim-folder.ts'
import { Witness } from './witness.ts'
import { witnessApp } from './witness-app.ts'
import { addLedger, makeWitness, placeOf } from './witness-folder.ts'

const origin = 'archive.example/ledger'
const name = 'witness.example/archives'
const now = new Date('2026-01-02T03:04:05Z')
const entries = Array.from({ length: 20 }, (_, index) => Buffer.from(`entry ${index}\n`))
const honest = new DefinedTree('sha256', entries)
/** The same ledger with one entry changed in its past. */
const other = new DefinedTree('sha256', entries.with(3, Buffer.from('changed\n')))

let base: string
let folder: string
let server: Server
let ledgerKey: KeyObject
let witness: WitnessAddress

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'guidang-witness-'))
  folder = join(base, 'witness')
  const keys = generateKeyPairSync('ed25519')
  ledgerKey = keys.privateKey
  const trust = { origin, ed25519Pem: writePublicPem(keys.publicKey.export({ type: 'spki', format: 'der' })) }
  for (const [file, bytes] of formatLedgerTrust(trust)) await writeFile(join(base, file), bytes)
  await makeWitness(folder, name)
  await addLedger(folder, base)
  await start()
})

afterEach(async () => {
  server.close()
  await rm(base, { recursive: true })
})

async function start() {
  const app = witnessApp(await Witness.open(folder, () => now), folder)
  server = createServer(getRequestListener(app.fetch)).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const publicPem = await readFile(join(folder, 'witness.pub'), 'utf8')
  const verifier = cosignatureVerifier(name, readPublicPem('ed25519', publicPem))
  const url = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  witness = { url, verifier, patienceMs: 5000 }
}

function checkpoint(size: number, tree = honest, key = ledgerKey): Promise<SignedNote> {
  const { id } = ed25519Verifier(origin, publicBytesOf(key))
  const signer: NoteSigner = { name: origin, id, sign: async (text) => sign(null, Buffer.from(text), key) }
  return signCheckpoint({ origin, size, root: tree.root(0, size) }, [signer])
}

function publicBytesOf(key: KeyObject): Uint8Array {
  return Buffer.from(String(key.export({ format: 'jwk' }).x), 'base64url')
}

const proofOf = (old: number, size: number, tree = honest) => (old === 0 || old >= size ? [] : tree.proof(old, size))

async function ask(oldSize: number, size: number, tree = honest) {
  const request = { oldSize, proof: proofOf(oldSize, size, tree), checkpoint: await checkpoint(size, tree) }
  return askWitness(witness, request)
}

test('cosigns what goes on from what it has seen, and serves it', async () => {
  for (const [old, size] of [
    [0, 5],
    [5, 5],
    [5, 13],
    [13, 20],
  ] as const) {
    const reply = await ask(old, size)
    expect(reply).toMatchObject({ cosignature: { name } })
  }
  const served = await fetch(new URL(`${placeOf(origin)}/checkpoint`, witness.url))
  const note = parseNote(new Uint8Array(await served.arrayBuffer()))
  expect(note.text).toBe((await checkpoint(20)).text)
  expect(verifyNote(note, [witness.verifier])).toHaveLength(1)
})

test('tells a sender who does not know it what it saw last, also after a restart', async () => {
  await ask(0, 5)
  server.close()
  await start()
  expect(await ask(0, 13)).toEqual({ seenSize: 5 })
  expect(await ask(5, 13)).toMatchObject({ cosignature: { name } })
})

test.for([
  ['a fork of the same size', 8, 8, other, 'another history'],
  ['a fork that went on', 8, 13, other, '422'],
  ['an honest size after a fork was tried', 8, 13, new DefinedTree('sha256', entries.toReversed()), '422'],
] as const)('refuses %s', async ([, old, size, tree, reason]) => {
  await ask(0, 8)
  await expect(ask(old, size, tree)).rejects.toMatchObject({
    code: 'WITNESS_REFUSES',
    message: expect.stringContaining(reason),
  })
  expect(await ask(8, 13)).toMatchObject({ cosignature: { name } })
})

test('refuses a ledger that was cut off or rolled back', async () => {
  await ask(0, 13)
  expect(await ask(8, 8)).toEqual({ seenSize: 13 })
  await expect(ask(13, 8)).rejects.toMatchObject({ code: 'WITNESS_REFUSES', message: expect.stringContaining('400') })
})

test('refuses a proof that is wrong, too short or too long', async () => {
  await ask(0, 5)
  const proof = honest.proof(5, 13)
  const note = await checkpoint(13)
  for (const wrong of [proof.toReversed(), proof.slice(1), [...proof, honest.root(0, 1)]]) {
    await expect(askWitness(witness, { oldSize: 5, proof: wrong, checkpoint: note })).rejects.toThrow('422')
  }
})

test('knows ledgers by their keys only', async () => {
  const foreign = generateKeyPairSync('ed25519').privateKey
  const request = { oldSize: 0, proof: [], checkpoint: await checkpoint(5, honest, foreign) }
  await expect(askWitness(witness, request)).rejects.toThrow('403')
  const note = await checkpoint(5)
  const renamed = { ...note, text: note.text.replace(origin, 'elsewhere.example/ledger') }
  await expect(askWitness(witness, { ...request, checkpoint: renamed })).rejects.toThrow('404')
})

test('answers one of several requests that start from the same size', async () => {
  await ask(0, 5)
  const replies = await Promise.all([ask(5, 13), ask(5, 20), ask(5, 8)])
  expect(replies.filter((reply) => 'cosignature' in reply)).toHaveLength(1)
})

test('refuses what is no request, whole', async () => {
  const bytes = Buffer.concat([Buffer.from('old 0\n\n'), formatNote(await checkpoint(5))])
  for (const body of [
    bytes.subarray(1),
    bytes.subarray(0, -1),
    Buffer.from('old 00\n\n'),
    Buffer.alloc(200_000, 'a'),
  ]) {
    const answer = await fetch(new URL('add-checkpoint', witness.url), { method: 'POST', body: new Uint8Array(body) })
    expect([400, 413]).toContain(answer.status)
  }
})

test('an answer without its signature, or none at all, is no cosignature', async () => {
  const stranger = cosignatureVerifier(name, Buffer.alloc(32, 7))
  const request = { oldSize: 0, proof: [], checkpoint: await checkpoint(5) }
  await expect(askWitness({ ...witness, verifier: stranger }, request)).rejects.toThrow('without its signature')
  const nowhere = { ...witness, url: new URL('http://127.0.0.1:1/') }
  await expect(askWitness(nowhere, request)).rejects.toMatchObject({ code: 'WITNESS_UNAVAILABLE', permanent: false })
})

test('a folder has one witness at a time, and one that died holds nothing', async () => {
  const release = await claimFolder(folder)
  await expect(claimFolder(folder)).rejects.toThrow(`process ${process.pid} is its witness`)
  await release()
  await writeFile(join(folder, 'claimed'), '999999999')
  await (await claimFolder(folder))()
})

test('a ledger that is known keeps its keys', async () => {
  await expect(addLedger(folder, base)).rejects.toThrow('it is there already')
})
