import { randomUUID } from 'node:crypto'
import { afterEach, expect, inject, test } from 'vitest'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { formatWormProof } from '#archive-schema/worm-proof/worm-proof.ts'
import { openTestArchive, type TestArchive } from '#compliance-tests/stack/test-archive.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { run, sql } from '#storage/catalogue/sql.ts'
import { insertProof } from '#storage/catalogue/worm-proofs.ts'
import { carryOutProof, placeOfStore } from './carry-out-proof.ts'
import { demandProvenStore } from './demand-proven-store.ts'
import { readNewestProof, tellProof } from './read-proof.ts'

let archive: TestArchive
afterEach(() => archive.close())

const onS3 = (more: Readonly<Record<string, string>> = {}) => {
  const { endpoint, accessKey, secretKey } = inject('s3')
  const keys = { S3_ACCESS_KEY: accessKey, S3_SECRET_KEY: secretKey }
  return openTestArchive({ S3_ENDPOINT: endpoint, ...keys, S3_BUCKET: `g-${randomUUID()}`, ...more })
}

test('a proof is signed, locked in the store and entered in the ledger', async () => {
  archive = await onS3()
  const proof = await carryOutProof(archive, 'probe')
  expect(await readNewestProof(archive, 'probe')).toEqual(proof)
  expect(tellProof(proof)).toMatchObject({ ok: true, items: [{ item: 'W1', ok: true }, {}, {}, { item: 'W5' }] })
  const entry = entryOf('worm-proof', formatWormProof(proof))
  expect(Buffer.from((await archive.ledger.readText(entry)) ?? [])).toEqual(Buffer.from(formatWormProof(proof)))
  await archive.ledger.publish()
  expect(await placeOf(archive.catalogue.pool, entry)).toBe(0)
})

test('a server that fails an item is refused at first start', async () => {
  archive = await onS3()
  await expect(demandProvenStore(archive)).rejects.toMatchObject({
    code: 'STORE_NOT_WORM',
    faults: [{ field: 'W14' }, { field: 'W17' }],
  })
  // What was seen is kept all the same, and is not asked again before it is due.
  const seen = await readNewestProof(archive, 'full')
  await expect(demandProvenStore(archive)).rejects.toMatchObject({ code: 'STORE_NOT_WORM' })
  expect(await readNewestProof(archive, 'full')).toEqual(seen)
})

test('a weakness that the operator accepts refuses nothing, and every proof and the store name it', async () => {
  archive = await onS3({ STORE_ACCEPTED_WEAKNESSES: 'W14,W17' })
  await demandProvenStore(archive)
  const proof = await readNewestProof(archive, 'full')
  expect(proof).toMatchObject({
    accepted: ['W14', 'W17'],
    store: expect.stringContaining('accepted weaknesses: W14, W17'),
  })
  const later = { ...archive, now: () => new Date(archive.now().getTime() + 8 * 86_400_000) }
  await demandProvenStore(later)
  expect((await readNewestProof(archive, 'full'))?.startedAt).not.toEqual(proof?.startedAt)
})

test('a WORM folder is proved too, and a proof that was changed in the database is not believed', async () => {
  archive = await openTestArchive()
  await demandProvenStore(archive)
  const proof = await readNewestProof(archive, 'full')
  expect(proof?.results.map(({ item }) => item)).toEqual(['F1', 'F2', 'F3', 'F4', 'F5'])
  const { pool } = archive.catalogue
  await expect(run(pool, sql`update worm_proof set content = 'x'`)).rejects.toThrow('refused')
  const forged = { content: 'forged', sha256: '0'.repeat(64), signature: 'AA==', scope: 'full' as const }
  await insertProof(pool, { ...forged, place: placeOfStore(archive.config), endedAt: new Date() })
  await expect(readNewestProof(archive, 'full')).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  await demandProvenStore(archive)
  expect((await readNewestProof(archive, 'full'))?.results).toEqual(proof?.results)
})
