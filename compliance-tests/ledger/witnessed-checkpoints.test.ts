import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatLedgerTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { type Archive, openArchive } from '#services/open-archive.ts'
import { Witness } from '#services/witness/witness.ts'
import { witnessApp } from '#services/witness/witness-app.ts'
import { addLedger, makeWitness } from '#services/witness/witness-folder.ts'
import { freePort } from '../stack/free-port.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

let folder: string
let bare: TestArchive
let archive: Archive
const ports: number[] = []
const servers = new Map<number, Server>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-witnesses-'))
  bare = await openTestArchive()
  for (const [file, bytes] of formatLedgerTrust(bare.ledger.trust)) await writeFile(join(folder, file), bytes)
  for (const n of [0, 1]) {
    await makeWitness(join(folder, `own-${n}`), `witness.example/w${n}`)
    await addLedger(join(folder, `own-${n}`), folder)
    ports.push(await freePort())
  }
  const witnesses = ports.map((port, n) => {
    return { name: `witness.example/w${n}`, url: `http://127.0.0.1:${port}/`, key: `own-${n}/witness.pub` }
  })
  await writeFile(join(folder, 'witnesses.json'), JSON.stringify({ quorum: 2, witnesses }))
  const environment = { ...bare.environment, WITNESSES: join(folder, 'witnesses.json') }
  archive = await openArchive(readConfig(environment), openLog('silent'))
})
afterAll(async () => {
  for (const server of servers.values()) server.close()
  await archive.close()
  await bare.close()
  await rm(folder, { recursive: true })
})

async function start(n: number): Promise<void> {
  const witness = await Witness.open(join(folder, `own-${n}`), () => new Date())
  const server = serve({
    fetch: witnessApp(witness, join(folder, `own-${n}`)).fetch,
    port: ports[n] ?? 0,
    hostname: '127.0.0.1',
  }) as Server
  await once(server, 'listening')
  expect((server.address() as AddressInfo).port).toBe(ports[n])
  servers.set(n, server)
}

async function stop(n: number): Promise<void> {
  servers.get(n)?.closeAllConnections()
  servers.get(n)?.close()
  servers.delete(n)
}

async function exported(number: string, name: string) {
  await exportFolder(archive, await requireRecord(archive.catalogue, number), join(folder, name))
  return verifyExported(join(folder, name), undefined)
}

test('a witness that is away stops nothing; a record is proved once as many have cosigned as the policy wants', async () => {
  await start(0)
  const [first] = await bare.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  const early = await exported(first?.number ?? '', 'early')
  expect(early).toMatchObject({ ok: false })
  expect(early.steps.find(({ ok }) => !ok)).toMatchObject({
    step: 'checkpoint',
    detail: expect.stringContaining('1 of 2 witnesses have signed, not 2'),
  })
  expect(await archive.witnesses.cosign()).toMatchObject([
    { witness: 'witness.example/w1', error: { code: 'WITNESS_UNAVAILABLE' } },
  ])
  await start(1)
  await bare.capture(join(samples, 'accepted', '03-advert-not-accepted'))
  await archive.ledger.publish()
  expect(await archive.witnesses.cosign()).toEqual([])
  expect(await archive.stamps.stamp()).toEqual([])
  expect(await exported(first?.number ?? '', 'late')).toMatchObject({ ok: true, pending: [] })
  expect(await archive.witnesses.cosign()).toEqual([])
})

test('a line rests locked in the store, and is taken from there after a crash', async () => {
  const keys = await Array.fromAsync(archive.store.list('ledger/cosignatures/'))
  expect(keys).toHaveLength(3)
  for (const key of keys) await expect(archive.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  const { pool } = archive.catalogue
  await pool.query('alter table checkpoint_cosignature disable trigger user')
  await pool.query('delete from checkpoint_cosignature')
  for (const n of [0, 1]) await stop(n)
  expect(await archive.witnesses.cosign()).toEqual([])
})
