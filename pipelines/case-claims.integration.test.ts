import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { databaseServer } from '#compliance-tests/stack/create-database.ts'
import { CaseClaims } from './case-claims.ts'

let one: CaseClaims
let other: CaseClaims
let admin: Client
let lost: Error[]

beforeEach(async () => {
  const url = databaseServer().url
  lost = []
  one = await CaseClaims.open(url, (error) => lost.push(error))
  other = await CaseClaims.open(url, (error) => lost.push(error))
  admin = new Client({ connectionString: url })
  await admin.connect()
})
afterEach(async () => {
  for (const connection of [one, other]) await connection.close()
  await admin.end()
})

/** Work that ends when it is told to. */
function openEnded() {
  let finish = () => {}
  const done = new Promise<void>((resolve) => {
    finish = resolve
  })
  return { work: () => done, finish: () => finish() }
}

const claimed = async (...ids: string[]) => [...(await one.claimedCases(admin, ids))].toSorted()

test('one process at a time has a case; the others are told, and it is free afterwards', async () => {
  const id = crypto.randomUUID()
  const { work, finish } = openEnded()
  const held = one.withClaim(id, work)
  while ((await claimed(id)).length === 0) await pause(5)
  expect(await other.withClaim(id, () => Promise.reject(new Error('not run')))).toBe(false)
  finish()
  expect(await held).toBe(true)
  expect(await other.withClaim(id, async () => {})).toBe(true)
  expect(await claimed(id)).toEqual([])
})

test('within one process, the next waits for the one before', async () => {
  const id = crypto.randomUUID()
  const order: string[] = []
  const { work, finish } = openEnded()
  const first = one.withClaim(id, () => work().then(() => void order.push('first')))
  const second = one.withClaim(id, async () => void order.push('second'))
  finish()
  expect(await Promise.all([first, second])).toEqual([true, true])
  expect(order).toEqual(['first', 'second'])
})

test('work that fails gives its claim back and passes its error on', async () => {
  const id = crypto.randomUUID()
  await expect(one.withClaim(id, () => Promise.reject(new Error('failed')))).rejects.toThrow('failed')
  expect(await claimed(id)).toEqual([])
})

test('knows which of many cases are claimed, by whichever process', async () => {
  const [mine, theirs, free] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const [left, right] = [openEnded(), openEnded()]
  const both = Promise.all([one.withClaim(mine, left.work), other.withClaim(theirs, right.work)])
  while ((await claimed(mine, theirs)).length < 2) await pause(5)
  expect(await claimed(mine, theirs, free)).toEqual([mine, theirs].toSorted())
  for (const { finish } of [left, right]) finish()
  await both
})

test('after its connection was cut, a process takes the claims of its work back and claims again', async () => {
  const [id, next] = [crypto.randomUUID(), crypto.randomUUID()]
  const { work, finish } = openEnded()
  const held = one.withClaim(id, work)
  while ((await claimed(id)).length === 0) await pause(5)
  await cutClaimConnections()
  while (lost.length < 2) await pause(5)
  while ((await claimed(id)).length === 0) await pause(5)
  await expect.poll(() => other.withClaim(id, async () => {}).catch(() => 'lost')).toBe(false)
  finish()
  expect(await held).toBe(true)
  expect(await one.withClaim(next, async () => {})).toBe(true)
  expect(await claimed(id, next)).toEqual([])
})

test('work that ended while the connection was away leaves no claim behind', async () => {
  const id = crypto.randomUUID()
  const { work, finish } = openEnded()
  const held = one.withClaim(id, work)
  while ((await claimed(id)).length === 0) await pause(5)
  await cutClaimConnections()
  while (lost.length < 2) await pause(1)
  finish()
  expect(await held).toBe(true)
  await expect.poll(() => other.withClaim(id, async () => {}).catch(() => 'lost')).toBe(true)
  expect(await claimed(id)).toEqual([])
})

test('while the connection is lost, nothing is claimed', async () => {
  await cutClaimConnections()
  while (lost.length < 2) await pause(1)
  await expect(one.withClaim(crypto.randomUUID(), async () => {})).rejects.toThrow('lost')
})

async function cutClaimConnections(): Promise<void> {
  await admin.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'guidang claims'
     and datname = current_database()`,
  )
}
