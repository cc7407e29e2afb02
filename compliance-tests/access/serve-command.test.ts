import { chmod, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { serverProcesses } from '#storage/catalogue/embedded/test-folder.ts'
import { openTestArchive, type TestArchive } from '../stack/test-archive.ts'
import { type ServedProcess, startServing } from './served-process.ts'

let archive: TestArchive
const running: ServedProcess[] = []

beforeAll(async () => {
  archive = await openTestArchive()
})
afterAll(() => archive.close())
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop('SIGKILL')))
})

function serve(overrides: Readonly<Record<string, string>> = {}): ServedProcess {
  const started = startServing({ ...archive.environment, ...overrides })
  running.push(started)
  return started
}

test('it prints address and first login, answers there, and ends cleanly when it is told to', async () => {
  const first = serve()
  const { address, key } = await first.login
  expect(await readFile(join(archive.config.dataDir, 'access-key'), 'utf8')).toBe(`${key}\n`)
  expect(first.output()).toContain(`${address}/api/docs`)
  expect(first.output()).toMatch(/测试密钥.*TEST keys/)
  expect((await fetch(`${address}/api/v1/status`)).status).toBe(401)
  const headers = { authorization: `Bearer ${key}` }
  expect((await fetch(`${address}/api/v1/status`, { headers })).status).toBe(200)
  expect(await first.stop('SIGTERM')).toEqual([0, null])
  await expect(fetch(`${address}/healthz`)).rejects.toThrow()

  const second = serve()
  expect((await second.login).key).toBe(key)
  expect(await second.stop('SIGINT')).toEqual([0, null])
})

test('a port that is taken ends it with a clear message and exit code 1', async () => {
  const first = serve()
  const { port } = new URL((await first.login).address)
  const second = serve({ PORT: port })
  expect(await second.ended).toEqual([1, null])
  expect(second.output()).toMatch(/CONFIGURATION_INVALID {2}配置有误（HOST, PORT）.*EADDRINUSE/)
  expect(second.output()).toContain(`The configuration is not valid (HOST, PORT): HOST=127.0.0.1 PORT=${port}`)
  expect(second.output()).not.toMatch(/ {4}at /)
  const { address } = await first.login
  expect((await fetch(`${address}/readyz`)).status).toBe(200)
})

test.for([
  [{ PORT: 'abc' }, 78, 'PORT'],
  [{ PORT: '70000' }, 78, 'PORT'],
  [{ HOST: '192.0.2.1' }, 1, 'EADDRNOTAVAIL'],
] as const)('%j ends it with exit code %i', async ([wrong, exitCode, named]) => {
  const served = serve(wrong)
  expect(await served.ended).toEqual([exitCode, null])
  expect(served.output()).toContain(named)
})

test('with nothing configured it starts its own database, and stops it when it ends', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'guidang-serve-'))
  await chmod(dataDir, 0o755)
  const served = startServing({ DATA_DIR: dataDir, STORE_IMMUTABLE: 'false', RECOGNITION: 'false' })
  running.push(served)
  const { address } = await served.login
  expect(await (await fetch(`${address}/readyz`)).json()).toEqual({
    ...{ status: 'ready', testKeys: true, storeProof: 'passed', capacity: 'ok' },
  })
  expect((await serverProcesses(dataDir)).length).toBeGreaterThan(0)
  expect((await stat(join(dataDir, 'access-key'))).mode & 0o777).toBe(0o600)
  expect(await served.stop('SIGTERM')).toEqual([0, null])
  expect(await serverProcesses(dataDir)).toEqual([])
  await rm(dataDir, { recursive: true })
})
