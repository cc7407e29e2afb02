import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { joinEmbeddedDatabase } from './join-embedded-database.ts'
import { poll } from './poll.ts'
import { ask, clusterOf, makeTestFolder, serverOf, serverProcesses } from './test-folder.ts'
import { startMember } from './test-member.ts'

const quick = { durable: false } as const
const patient = { everyMs: 20, forMs: 20_000 } as const

test('goes on for the others when the process that started the server is killed', async () => {
  await using folder = await makeTestFolder()
  const starter = startMember(folder.path)
  const connectionString = await starter.connectionString
  const other = await joinEmbeddedDatabase(folder.path, quick)
  await starter.kill()
  expect(other.connectionString).toBe(connectionString)
  expect(await ask(connectionString, 'select 1')).toEqual([1])
  await other.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('does not count a killed process: the last one alive stops the server at once', async () => {
  await using folder = await makeTestFolder()
  const starter = await joinEmbeddedDatabase(folder.path, quick)
  const joiner = startMember(folder.path)
  await joiner.connectionString
  await joiner.kill()
  await starter.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('joins a server whose users were all killed, and stops it in the end', async () => {
  await using folder = await makeTestFolder()
  const only = startMember(folder.path)
  await ask(await only.connectionString, 'create table kept ()')
  const orphan = await serverOf(folder.path)
  await only.kill()
  const next = await joinEmbeddedDatabase(folder.path, quick)
  expect(await serverOf(folder.path)).toBe(orphan)
  expect(await ask(next.connectionString, "select to_regclass('kept')::text")).toEqual(['kept'])
  await next.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('starts again after users and server were all killed, with what was committed', async () => {
  await using folder = await makeTestFolder()
  const only = startMember(folder.path, true)
  const connectionString = await only.connectionString
  await ask(connectionString, 'create table record as select $1::text as number', ['0001'])
  await Promise.all([only.kill(), killServer(folder.path)])
  const next = await joinEmbeddedDatabase(folder.path)
  expect(await ask(next.connectionString, 'select number from record')).toEqual(['0001'])
  await next.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('starts a killed server again, on the same port, for a process that goes on using it', async () => {
  await using folder = await makeTestFolder()
  const lines: string[] = []
  const user = await joinEmbeddedDatabase(folder.path, { log: (line) => lines.push(line) })
  await ask(user.connectionString, 'create table record as select $1::text as number', ['0001'])
  await killServer(folder.path)
  const again = await poll(async () => {
    try {
      return await ask(user.connectionString, 'select number from record')
    } catch {
      return undefined
    }
  }, patient)
  expect(again).toEqual(['0001'])
  // The server answers a moment before the guard, which started it, says so.
  const said = await poll(() => lines.find((line) => line.includes('was gone and runs again')), patient)
  expect(said, lines.join('\n')).toBeDefined()
  await user.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('counts the users of a killed server on when another process starts it again', async () => {
  await using folder = await makeTestFolder()
  const user = startMember(folder.path)
  await user.connectionString
  await killServer(folder.path)
  const next = await joinEmbeddedDatabase(folder.path, quick)
  await next.leave()
  expect(await serverOf(folder.path)).toBeTypeOf('number')
  await user.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('makes the database anew after kills at many moments of making it', async () => {
  await using folder = await makeTestFolder()
  for (const moment of [150, 300, 450, 600, 750, 900]) {
    const member = startMember(folder.path)
    member.answer.catch(() => undefined)
    await new Promise((resolve) => setTimeout(resolve, moment))
    await member.kill()
  }
  const next = await joinEmbeddedDatabase(folder.path, quick)
  expect(await ask(next.connectionString, 'select 1')).toEqual([1])
  await next.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('makes the database anew after initdb was killed, and removes what it had begun', async () => {
  await using folder = await makeTestFolder()
  const home = join(folder.path, 'postgres')
  const member = startMember(folder.path)
  member.answer.catch(() => undefined)
  const begun = await poll(async () => await findUnfinished(home), { everyMs: 2, forMs: 20_000 })
  await member.kill()
  expect(begun).toMatch(/^cluster-unfinished-/)
  expect(await readdir(home)).not.toContain('cluster')
  const next = await joinEmbeddedDatabase(folder.path, quick)
  expect(await ask(next.connectionString, 'select 1')).toEqual([1])
  expect(await findUnfinished(home)).toBeUndefined()
  await next.leave()
})

test('is not held up by a process that got the number of a killed server, nor by an empty pid file', async () => {
  await using folder = await makeTestFolder()
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  const bystander = spawn('sleep', ['60'])
  await once(bystander, 'spawn')
  for (const left of [`${bystander.pid}\n${clusterOf(folder.path)}\n1\n5432\n\n127.0.0.1\n1 1\nready\n`, '']) {
    await writeFile(join(clusterOf(folder.path), 'postmaster.pid'), left)
    const next = await joinEmbeddedDatabase(folder.path, quick)
    expect(await ask(next.connectionString, 'select 1')).toEqual([1])
    await next.leave()
  }
  expect(bystander.exitCode).toBeNull()
  bystander.kill()
})

async function killServer(dataDir: string): Promise<void> {
  const pid = await serverOf(dataDir)
  expect(pid).toBeTypeOf('number')
  process.kill(pid ?? Number.NaN, 'SIGKILL')
}

async function findUnfinished(home: string): Promise<string | undefined> {
  const names = await readdir(home).catch(() => [])
  return names.find((name) => name.startsWith('cluster-unfinished-'))
}
