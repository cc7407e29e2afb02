import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { formatLedgerTrust } from '#archive-schema/ledger/ledger-trust.ts'
import { runCommand } from '../durability/command.ts'
import { runProgram } from '../evidence/laboratory.ts'
import { freePort } from '../stack/free-port.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

const program = join(import.meta.dirname, '../../services/witness/main.ts')
const name = 'witness.example/archives'
let archive: TestArchive
let folder: string
let url: string
let witness: ChildProcess

beforeAll(async () => {
  archive = await openTestArchive()
  folder = await mkdtemp(join(tmpdir(), 'guidang-witness-'))
  for (const [file, bytes] of formatLedgerTrust(archive.ledger.trust)) await writeFile(join(folder, file), bytes)
  const own = join(folder, 'own')
  expect(await runProgram(process.execPath, [program, 'init', own, name])).toMatchObject({ code: 0 })
  expect(await runProgram(process.execPath, [program, 'add', own, folder])).toMatchObject({ code: 0 })
  await start()
})
afterAll(async () => {
  await stop('SIGTERM')
  await archive.close()
  await rm(folder, { recursive: true })
})

async function start(): Promise<void> {
  const port = await freePort()
  witness = spawn(process.execPath, [program, 'serve', join(folder, 'own'), '--port', String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(createInterface({ input: witness.stdout ?? process.stdin }), 'line')
  url = String(line).replace('witness listens on ', '')
}

async function stop(signal: NodeJS.Signals): Promise<void> {
  const gone = once(witness, 'exit')
  witness.kill(signal)
  await gone
}

const ask = () =>
  runCommand(
    ['ledger', 'witness', url, '--key', join(folder, 'own', 'witness.pub'), '--name', name],
    archive.environment,
  )

test('a witness cosigns what the ledger has grown to, also after it was killed', async () => {
  const [empty] = [await ask()]
  expect(empty).toMatchObject({ code: 1 })
  await archive.capture(join(samples, 'accepted', '06-employment-registration-instant'))
  expect((await ask()).stdout).toMatch(
    /^guidang\.test\/ledger\n1\n.{44}\n\n(— guidang\.test\/ledger \S+\n){2}— witness\.example\/archives \S+\n$/,
  )
  await stop('SIGKILL')
  await start()
  await archive.capture(join(samples, 'accepted', '07-hr-service-online-ofd'))
  expect((await ask()).stdout).toMatch(/^guidang\.test\/ledger\n2\n[\s\S]*— witness\.example\/archives \S+\n$/)
  expect((await ask()).stdout).toMatch(/^guidang\.test\/ledger\n2\n/)
})

test('a witness that cannot be asked, or whose key is another, gives no line', async () => {
  const nobody = ['--key', join(folder, 'log.pub'), '--name', name]
  const other = await runCommand(['ledger', 'witness', url, ...nobody], archive.environment)
  expect(other).toMatchObject({ code: 1, stderr: expect.stringContaining('without its signature') })
  const away = await runCommand(['ledger', 'witness', 'http://127.0.0.1:1', ...nobody], archive.environment)
  expect(away).toMatchObject({ code: 1, stderr: expect.stringContaining('WITNESS_UNAVAILABLE') })
})
