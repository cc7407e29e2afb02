import { appendFile, cp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { joinEmbeddedDatabase } from './join-embedded-database.ts'
import { ask, clusterOf, makeTestFolder, serverOf, serverProcesses } from './test-folder.ts'

const quick = { durable: false } as const

test('makes the database on an empty folder, and the last to leave stops it', async () => {
  await using folder = await makeTestFolder()
  const lines: string[] = []
  const log = (line: string) => lines.push(line)
  const first = await joinEmbeddedDatabase(folder.path, { ...quick, log })
  const second = await joinEmbeddedDatabase(folder.path, { ...quick, log })
  expect(second.connectionString).toBe(first.connectionString)
  await first.leave()
  expect(await ask(second.connectionString, 'select 6 * 7')).toEqual([42])
  await second.leave()
  await second.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
  expect(await readdir(clusterOf(folder.path))).not.toContain('postmaster.pid')
  expect(lines.map((line) => line.split(' ')[0])).toEqual(['started', 'joined', 'stopped'])
})

test('keeps what was written, and the port, from one start to the next', async () => {
  await using folder = await makeTestFolder()
  const before = await joinEmbeddedDatabase(folder.path)
  await ask(before.connectionString, 'create table record (number text)')
  await ask(before.connectionString, 'insert into record values ($1)', ['0001'])
  expect(await ask(before.connectionString, 'show fsync')).toEqual(['on'])
  await before.leave()
  const after = await joinEmbeddedDatabase(folder.path)
  expect(after.connectionString).toBe(before.connectionString)
  expect(await ask(after.connectionString, 'select number from record')).toEqual(['0001'])
  await after.leave()
})

test('stores Chinese text, orders it by code point and finds it by trigram, whatever LANG says', async () => {
  await using folder = await makeTestFolder()
  const { connectionString, leave } = await joinEmbeddedDatabase(folder.path, quick)
  await ask(connectionString, 'create extension pg_trgm')
  expect(await ask(connectionString, 'select $1::text', ['归档𠮷'])).toEqual(['归档𠮷'])
  expect(await ask(connectionString, 'select char_length($1::text)', ['归档𠮷'])).toEqual([3])
  expect(await ask(connectionString, "select cardinality(show_trgm('归档'))")).toEqual([3])
  expect(await ask(connectionString, "select x from unnest(array['档','归']) x order by x")).toEqual(['归', '档'])
  expect(await ask(connectionString, "select current_setting('server_encoding')")).toEqual(['UTF8'])
  await leave()
})

test('hands out a role that makes databases and roles but is no superuser', async () => {
  await using folder = await makeTestFolder()
  const { connectionString, leave } = await joinEmbeddedDatabase(folder.path, quick)
  expect(await ask(connectionString, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([false])
  await ask(connectionString, 'create database another')
  await ask(connectionString, 'create role auditor')
  expect(await ask(connectionString, "select pg_has_role('guidang', 'auditor', 'set')")).toEqual([true])
  const superuser = connectionString.replace(/guidang:[^@]*@/, 'postgres:@')
  await expect(ask(superuser, 'select 1')).rejects.toThrow()
  await leave()
})

test('keeps the password to its owner', async () => {
  await using folder = await makeTestFolder()
  const { leave } = await joinEmbeddedDatabase(folder.path, quick)
  await leave()
  const modes = await Promise.all(
    ['password', 'server.log', 'cluster'].map(async (name) => {
      return ((await stat(join(folder.path, 'postgres', name))).mode & 0o777).toString(8)
    }),
  )
  expect(modes).toEqual(['600', '600', '700'])
})

test('runs two folders side by side without one touching the other', async () => {
  await using one = await makeTestFolder()
  await using two = await makeTestFolder()
  const [first, second] = await Promise.all([
    joinEmbeddedDatabase(one.path, quick),
    joinEmbeddedDatabase(two.path, quick),
  ])
  await ask(first.connectionString, 'create table only_here ()')
  await first.leave()
  expect(await serverProcesses(one.path)).toEqual([])
  expect(await ask(second.connectionString, "select to_regclass('only_here')::text")).toEqual([null])
  await second.leave()
})

test('works below a folder whose name has spaces, quotes and Chinese, and is long', async () => {
  await using folder = await makeTestFolder()
  const path = join(folder.path, `办件 it's "归档"`, 'x'.repeat(200))
  const { connectionString, leave } = await joinEmbeddedDatabase(path, quick)
  expect(await ask(connectionString, 'select 1')).toEqual([1])
  await leave()
})

test('goes on in a folder that was moved', async () => {
  await using folder = await makeTestFolder()
  const [before, after] = [join(folder.path, 'before'), join(folder.path, 'after')]
  const first = await joinEmbeddedDatabase(before, quick)
  await ask(first.connectionString, 'create table moved ()')
  await first.leave()
  await rename(before, after)
  const second = await joinEmbeddedDatabase(after, quick)
  expect(await ask(second.connectionString, "select to_regclass('moved')::text")).toEqual(['moved'])
  await second.leave()
})

test('takes a copy for a database of its own while the original runs', async () => {
  await using folder = await makeTestFolder()
  const [original, copy] = [join(folder.path, 'original'), join(folder.path, 'copy')]
  await (await joinEmbeddedDatabase(original, quick)).leave()
  await cp(original, copy, { recursive: true })
  const first = await joinEmbeddedDatabase(original, quick)
  await cp(join(clusterOf(original), 'postmaster.pid'), join(clusterOf(copy), 'postmaster.pid'))
  const second = await joinEmbeddedDatabase(copy, quick)
  expect(second.connectionString).not.toBe(first.connectionString)
  await second.leave()
  expect(await ask(first.connectionString, 'select 1')).toEqual([1])
  await first.leave()
})

test('refuses a durable use of a server that runs without fsync, and leaves that server alone', async () => {
  await using folder = await makeTestFolder()
  const careless = await joinEmbeddedDatabase(folder.path, quick)
  await expect(joinEmbeddedDatabase(folder.path)).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('runs without fsync'),
  })
  expect(await ask(careless.connectionString, 'select 1')).toEqual([1])
  await careless.leave()
})

test('quotes the log of a server that does not start', async () => {
  await using folder = await makeTestFolder()
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  await appendFile(join(clusterOf(folder.path), 'postgresql.conf'), '\nno_such_setting = 1\n')
  await expect(joinEmbeddedDatabase(folder.path, quick)).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('unrecognized configuration parameter "no_such_setting"'),
  })
  expect(await serverOf(folder.path)).toBeUndefined()
})

test('names the password file that is gone, and stops the server that it had started', async () => {
  await using folder = await makeTestFolder()
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  const password = join(folder.path, 'postgres', 'password')
  await rm(password)
  await expect(joinEmbeddedDatabase(folder.path, quick)).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    permanent: true,
    message: expect.stringContaining(password),
  })
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('refuses a wrong password with a coded error', async () => {
  await using folder = await makeTestFolder()
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  await writeFile(join(folder.path, 'postgres', 'password'), 'wrong')
  await expect(joinEmbeddedDatabase(folder.path, quick)).rejects.toMatchObject({
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('password authentication failed'),
  })
})

test('sets a large log aside at the next start', async () => {
  await using folder = await makeTestFolder()
  const log = join(folder.path, 'postgres', 'server.log')
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  await appendFile(log, 'x'.repeat(5 * 1024 * 1024))
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  expect((await stat(`${log}.old`)).size).toBeGreaterThan(5 * 1024 * 1024)
  expect(await readFile(log, 'utf8')).toContain('ready to accept connections')
})
