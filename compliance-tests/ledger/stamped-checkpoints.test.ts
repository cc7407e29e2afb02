import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { verifyEvidenceRecord } from '#archive-schema/evidence-record/verify-evidence-record.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { imprintOf } from '#archive-schema/time-stamp/message-imprint.ts'
import { timeStampTrust } from '#archive-schema/time-stamp/time-trust.ts'
import { type TimeStampTrust, verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import { demandClock } from '#pipelines/demand-clock.ts'
import { tokensOf } from '#storage/catalogue/checkpoint-tokens.ts'
import { placeOf } from '#storage/catalogue/ledger-entries.ts'
import { CheckpointStamps } from '#storage/ledger/checkpoint-stamps.ts'
import { builtInAuthority } from '#storage/time-stamps/built-in-authority.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import { runProgram } from '../evidence/laboratory.ts'
import { installPrograms } from '../stack/install-programs.ts'
import { numberedEntry, openTestLedger, queueNumbered, type TestLedger } from './test-ledger.ts'

let trial: TestLedger
let now: Date
let root: TestParty
let trust: TimeStampTrust
const clock = () => now

beforeEach(async () => {
  now = new Date('2026-11-25T08:00:00Z')
  trial = await openTestLedger()
  root = await makeParty('root', { role: { authorityAbove: 0 } })
  trust = timeStampTrust({ rootPems: [certificatePem(root.certificate)], authorities: [] })
})
afterEach(() => trial.close())

/** An authority below the root, which the trust of the test pins. */
async function source(name: string, notAfter = new Date('2040-01-01')): Promise<TimeStampSource> {
  const party = await makeParty(name, { issuer: root, role: 'time-stamps', notAfter })
  trust = { ...trust, authorities: [...trust.authorities, readCertificate(party.certificate).sha256] }
  return { ...builtInAuthority({ signer: signerOf(party), policy: '1.2.3' }, trust, clock), name }
}

function stampsOf(...sources: readonly TimeStampSource[]): CheckpointStamps {
  const { catalogue, ledger, objects } = trial
  return new CheckpointStamps({ catalogue, ledger, objects, sources, now: clock })
}

async function publish(from: number, to: number) {
  await queueNumbered(trial.catalogue, from, to)
  const published = await trial.ledger.publish()
  return { size: published?.size ?? 0, text: Buffer.from(`${published?.notes.sha256.split('\n\n')[0]}\n`) }
}

const token = async (stamps: CheckpointStamps, size: number) =>
  (await stamps.filesOf(size)).get('checkpoint.tst') ?? Buffer.of()

describe('stamping', () => {
  test('the newest checkpoint is stamped once, its token is locked and an entry [SIG-09]', async () => {
    const stamps = stampsOf(await source('one'))
    const { size, text } = await publish(0, 3)
    expect(await stamps.stamp()).toEqual([])
    const stamped = await token(stamps, size)
    expect(await verifyToken(stamped, text, trust)).toMatchObject({ at: now })
    expect(await placeOf(trial.catalogue.pool, entryOf('token', stamped))).toBe('waiting')
    expect(await stamps.stamp()).toEqual([])
    expect(await token(stamps, size)).toEqual(stamped)
    const [key = ''] = await Array.fromAsync(trial.store.list('ledger/tokens/'))
    await expect(trial.store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  })

  test('a checkpoint of nothing but tokens asks for none: there is an end', async () => {
    const stamps = stampsOf(await source('one'))
    await publish(0, 1)
    await stamps.stamp()
    const { size } = await publish(1, 1)
    expect(size).toBe(2)
    await stamps.stamp()
    expect(await tokensOf(trial.catalogue.pool, size)).toEqual([])
    const next = await publish(1, 2)
    await stamps.stamp()
    expect(await tokensOf(trial.catalogue.pool, next.size)).toHaveLength(1)
  })

  test('of several checkpoints that wait the newest is stamped, and dates what the others hold', async () => {
    const stamps = stampsOf(await source('one'))
    await publish(0, 2)
    const { size } = await publish(2, 5)
    await stamps.stamp()
    expect((await tokensOf(trial.catalogue.pool, size)).map(({ authority }) => authority)).toEqual(['one'])
    expect(await trial.ledger.prove(numberedEntry(0))).toMatchObject({ size: 5 })
    await publish(5, 6)
    await stamps.stamp()
    expect(await trial.ledger.prove(numberedEntry(0))).toMatchObject({ size: 5 })
  })

  test('a proof stands under the newest checkpoint while nothing dates it', async () => {
    await publish(0, 2)
    const { size } = await publish(2, 4)
    expect(await trial.ledger.prove(numberedEntry(0))).toMatchObject({ size })
  })

  test('two authorities stamp, the earlier token comes first', async () => {
    const [one, two] = [await source('one'), await source('two')]
    const { size, text } = await publish(0, 1)
    await stampsOf(two).stamp()
    now = new Date(now.getTime() + 60_000)
    const stamps = stampsOf(one, two)
    await stamps.stamp()
    const files = await stamps.filesOf(size)
    expect([...files.keys()]).toEqual(['checkpoint.tst', 'checkpoint-2.tst'])
    const names = await Promise.all([...files.values()].map((each) => verifyToken(each, text, trust)))
    expect(names.map(({ authority }) => authority)).toEqual(['C=CN, O=测试, CN=two', 'C=CN, O=测试, CN=one'])
  })

  test('an authority that fails stops nothing; the checkpoint waits, and the next round stamps it', async () => {
    const right = await source('one')
    let isAway = true
    const away = new ArchiveError({ code: 'TIME_STAMP_UNAVAILABLE', found: 'away' }, { permanent: false })
    const flaky = {
      ...right,
      answer: (...asked: Parameters<typeof right.answer>) => (isAway ? Promise.reject(away) : right.answer(...asked)),
    }
    const stamps = stampsOf(flaky, await source('two'))
    const { size } = await publish(0, 1)
    expect(await stamps.stamp()).toMatchObject([
      { authority: 'one', error: away, since: new Date('2026-11-25T08:00:00Z') },
    ])
    expect((await tokensOf(trial.catalogue.pool, size)).map(({ authority }) => authority)).toEqual(['two'])
    isAway = false
    expect(await stamps.stamp()).toEqual([])
    expect(await tokensOf(trial.catalogue.pool, size)).toHaveLength(2)
  })

  test('what is no fault of an authority is thrown', async () => {
    const right = await source('one')
    const stamps = stampsOf({ ...right, answer: () => Promise.reject(new TypeError('ours')) })
    await publish(0, 1)
    await expect(stamps.stamp()).rejects.toThrow('ours')
  })

  test('a token that rests in the store after a crash is taken, and nobody is asked again', async () => {
    const right = await source('one')
    const { size, text } = await publish(0, 1)
    const held = await right.answer({ imprint: imprintOf('sha256', text), wantsCertificates: true })
    await trial.objects.companions.putToken(size, 'one', held)
    const stamps = stampsOf({ ...right, answer: () => Promise.reject(new Error('asked again')) })
    expect(await stamps.stamp()).toEqual([])
    expect(await token(stamps, size)).toEqual(held)
  })
})

test('nothing is sealed by a clock that is before the latest token', async () => {
  const { catalogue } = trial
  await demandClock({ catalogue, now: clock })
  await publish(0, 1)
  await stampsOf(await source('one')).stamp()
  now = new Date('2026-11-25T07:59:55Z')
  await demandClock({ catalogue, now: clock })
  now = new Date('2026-11-25T07:59:54Z')
  await expect(demandClock({ catalogue, now: clock })).rejects.toMatchObject({ code: 'CLOCK_BEHIND', permanent: false })
})

describe('renewal', () => {
  const records = async (stamps: CheckpointStamps, size: number) =>
    (await stamps.filesOf(size)).get('checkpoint.ers') ?? Buffer.of()

  test('every stamped checkpoint gets a record: begun, stamped again, and hashed again [SIG-09]', async () => {
    const stamps = stampsOf(await source('one'))
    const first = await publish(0, 2)
    await stamps.stamp()
    now = new Date('2027-11-25T08:00:00Z')
    expect(await stamps.renew('sha256', trust)).toMatchObject({ round: 1, hash: 'sha256', throughSize: first.size })
    const second = await publish(2, 4)
    await stamps.stamp()
    now = new Date('2028-11-25T08:00:00Z')
    await stamps.renew('sha256', trust)
    now = new Date('2029-11-25T08:00:00Z')
    expect(await stamps.renew('sha512', trust)).toMatchObject({ round: 3, hash: 'sha512', throughSize: second.size })
    const yearsOf = async ({ size, text }: typeof first) => {
      const group = [text, await token(stamps, size)]
      const { stamps: proved } = await verifyEvidenceRecord(await records(stamps, size), group, trust, now)
      return proved.map(({ at }) => at.getUTCFullYear())
    }
    expect(await yearsOf(first)).toEqual([2027, 2028, 2029])
    expect(await yearsOf(second)).toEqual([2028, 2029])
    await expect(yearsOf({ ...first, text: second.text })).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
  })

  test('is due before the first authority ends, and puts that off', async () => {
    const stamps = stampsOf(await source('brief', new Date('2027-06-01')), await source('two', new Date('2029-01-01')))
    await publish(0, 1)
    await stamps.stamp()
    expect((await stamps.state())?.endsAt).toEqual(new Date('2027-06-01'))
    now = new Date('2027-01-01')
    const long = stampsOf(await source('long'))
    await long.renew('sha256', trust)
    expect((await stamps.state())?.endsAt).toEqual(new Date('2040-01-01'))
  })

  test('comes too late after an authority has ended', async () => {
    await publish(0, 1)
    const brief = stampsOf(await source('brief', new Date('2027-06-01')))
    await brief.stamp()
    await brief.renew('sha256', trust)
    now = new Date('2027-06-01')
    await expect(stampsOf(await source('long')).renew('sha256', trust)).rejects.toThrow('without being renewed')
  })

  test('a round that a crash has cut off is left behind', async () => {
    const stamps = stampsOf(await source('one'))
    const { size } = await publish(0, 1)
    await stamps.stamp()
    await trial.objects.companions.putRenewal(1, size, Buffer.from('cut off'))
    expect(await stamps.renew('sha256', trust)).toMatchObject({ round: 2 })
  })

  test('nothing is renewed where nothing is stamped', async () => {
    await expect(stampsOf(await source('one')).renew('sha256', trust)).rejects.toMatchObject({
      code: 'LEDGER_NOT_FOUND',
    })
    await expect(stampsOf().renew('sha256', trust)).rejects.toMatchObject({ code: 'TIME_STAMP_UNAVAILABLE' })
  })

  test('BouncyCastle reads every state of a record, and no other objects', async () => {
    const jars = ['bcpkix', 'bcprov', 'bcutil'].map((name) => `/usr/share/java/${name}.jar`)
    await installPrograms([
      { program: 'javac', debianPackage: 'default-jdk-headless' },
      ...jars.map((program) => ({ program, debianPackage: 'libbcpkix-java' })),
    ])
    const folder = await mkdtemp(join(tmpdir(), 'guidang-ers-'))
    const stamps = stampsOf(await source('one'))
    const { size, text } = await publish(0, 2)
    await stamps.stamp()
    const paths: string[] = []
    for (const hash of ['sha256', 'sha256', 'sha512'] as const) {
      now = new Date(now.getTime() + 86_400_000)
      await stamps.renew(hash, trust)
      paths.push(join(folder, `${paths.length}.ers`))
      await writeFile(paths.at(-1) ?? '', await records(stamps, size))
    }
    const object = async (name: string, bytes: Uint8Array) => {
      await writeFile(join(folder, name), bytes)
      return join(folder, name)
    }
    const verify = async (...objects: string[]) => {
      const program = join(import.meta.dirname, '../evidence/BouncyCastleRecords.java')
      const { stdout } = await runProgram('java', ['-cp', jars.join(':'), program, objects.join(':'), ...paths])
      return stdout.trimEnd().split('\n')
    }
    const stamped = await object('token', await token(stamps, size))
    expect(await verify(await object('text', text), stamped)).toEqual(['true', 'true', 'true'])
    expect(await verify(await object('other', Buffer.from('other')), stamped)).toEqual(
      Array.from({ length: 3 }, () => expect.stringContaining('error')),
    )
    await rm(folder, { recursive: true })
  })
})
