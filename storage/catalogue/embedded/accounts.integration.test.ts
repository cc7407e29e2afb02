import { chmod, chown, cp, mkdir, readdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { createCluster } from './create-cluster.ts'
import { openEmbeddedFolder } from './embedded-folder.ts'
import { joinEmbeddedDatabase } from './join-embedded-database.ts'
import { findPostgresPrograms } from './postgres-programs.ts'
import { chooseServerAccount, commandAs } from './server-account.ts'
import { ask, clusterOf, makeTestFolder, serverProcesses } from './test-folder.ts'
import { startMember } from './test-member.ts'

// Everything here changes accounts, which only root can do. An ordinary user's runs are all the other tests.
const asRoot = test.runIf(process.getuid?.() === 0)

const quick = { durable: false } as const
const nobody = { uid: 65_534, gid: 65_534 } as const
const node = (...rights: string[]) => ({ program: 'setpriv', args: [...rights, '--', process.execPath] })

// The checkout may itself lie below a closed folder; nobody has to be able to read this program.
const asNobody = commandAs({ ...nobody, capability: 'dac_read_search' }, process.execPath, [])

asRoot('serves the folder of root as another user, below a folder that is closed to that user', async () => {
  await using folder = await makeTestFolder()
  expect((await stat(folder.path)).mode & 0o777).toBe(0o700)
  const { connectionString, leave } = await joinEmbeddedDatabase(join(folder.path, 'data'), quick)
  expect(await ask(connectionString, 'select 1')).toEqual([1])
  expect((await stat(clusterOf(join(folder.path, 'data')))).uid).not.toBe(0)
  await leave()
})

asRoot('makes a cluster with programs that root installed for itself alone', async () => {
  await using folder = await makeTestFolder()
  const installed = findPostgresPrograms()
  const native = join(folder.path, 'native')
  await cp(join(dirname(installed.initdb), '..'), native, { recursive: true, verbatimSymlinks: true })
  for (const entry of await readdir(native, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isSymbolicLink()) await chmod(path, (await stat(path)).mode & 0o700)
  }
  const programs = {
    initdb: join(native, 'bin', 'initdb'),
    postgres: join(native, 'bin', 'postgres'),
    folders: [join(native, 'bin'), join(native, 'lib'), join(native, 'share', 'postgresql')],
  }
  const home = await openEmbeddedFolder(join(folder.path, 'data'))
  await createCluster(home, programs, await chooseServerAccount(home, programs), false)
  expect(await readdir(home.cluster)).toContain('PG_VERSION')
})

asRoot('does with the wider capability where a container withholds the narrow one', async () => {
  await using folder = await makeTestFolder()
  const member = startMember(folder.path, false, node('--bounding-set', '-dac_read_search'))
  expect(await ask(await member.connectionString, 'select 1')).toEqual([1])
  await member.leave()
})

asRoot('names the closed folder where a container withholds both', async () => {
  await using folder = await makeTestFolder()
  const member = startMember(folder.path, false, node('--bounding-set', '-dac_read_search,-dac_override'))
  expect(await member.answer).toMatchObject({
    kind: 'refused',
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining(`cannot pass through ${folder.path}:`),
  })
})

asRoot('shares the folder of an ordinary user with root, whoever comes first, and leaves it to that user', async () => {
  await using folder = await makeTestFolder()
  await chown(folder.path, nobody.uid, nobody.gid)
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  const user = startMember(folder.path, false, asNobody)
  const connectionString = await user.connectionString
  const root = await joinEmbeddedDatabase(folder.path, quick)
  expect(root.connectionString).toBe(connectionString)
  await user.leave()
  await root.leave()
  await (await joinEmbeddedDatabase(folder.path, quick)).leave()
  const again = startMember(folder.path, false, asNobody)
  expect(await ask(await again.connectionString, 'select 1')).toEqual([1])
  await again.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
  const names = await readdir(folder.path, { recursive: true })
  const owners = await Promise.all(names.map(async (name) => (await stat(join(folder.path, name))).uid))
  expect(new Set(owners)).toEqual(new Set([nobody.uid]))
})

asRoot('refuses an ordinary user the folder of another, and says whose it is', async () => {
  await using folder = await makeTestFolder()
  await chmod(folder.path, 0o755)
  await mkdir(join(folder.path, 'postgres'))
  const member = startMember(folder.path, false, asNobody)
  expect(await member.answer).toMatchObject({
    kind: 'refused',
    code: 'DATABASE_UNAVAILABLE',
    message: expect.stringContaining('belongs to the operating system user 0'),
  })
})

asRoot('gives a copy that root made back to the account of the server', async () => {
  await using folder = await makeTestFolder()
  const [original, copy] = [join(folder.path, 'original'), join(folder.path, 'copy')]
  await (await joinEmbeddedDatabase(original, quick)).leave()
  await cp(original, copy, { recursive: true })
  await chmod(clusterOf(copy), 0o755)
  expect((await stat(clusterOf(copy))).uid).toBe(0)
  const { connectionString, leave } = await joinEmbeddedDatabase(copy, quick)
  expect(await ask(connectionString, 'select 1')).toEqual([1])
  await leave()
})
