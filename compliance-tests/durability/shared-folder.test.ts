import { chmod, chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { serverProcesses } from '#storage/catalogue/embedded/test-folder.ts'
import { makeCase } from '../stack/make-case.ts'
import { samples } from '../stack/test-archive.ts'
import { type CommandEnvironment, jsonLines, type RunningCommand, runCommand, startCommand } from './command.ts'
import { asOrdinaryUser, ordinaryUser } from './ordinary-user.ts'

const sample = '06-employment-registration-instant'
const isRoot = process.getuid?.() === 0

/** Who runs the commands: this account, and where that is root, an ordinary user as well. */
const accounts: readonly (readonly [string, readonly string[]])[] = [
  ['this account', []],
  ...(isRoot ? ([['an ordinary user', asOrdinaryUser()]] as const) : []),
]

test.for(accounts)('a server and several commands share one data folder: %s', async ([, launcher]) => {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-shared-'))
  if (launcher.length > 0) await chown(folder, ordinaryUser.uid, ordinaryUser.gid)
  await chmod(folder, 0o755)
  const environment: CommandEnvironment = {
    DATA_DIR: join(folder, 'data'),
    PORT: '0',
    RECOGNITION: 'false',
    STORE_IMMUTABLE: 'false',
  }
  const run = (...args: string[]) => runCommand(args, environment, launcher)
  const cases = await Promise.all([0, 1, 2, 3].map((i) => makeCase(sample, join(folder, `case-${i}`), `SHARED-${i}`)))

  // All at once on an empty folder: whoever is first makes everything.
  const server = startCommand(['serve'], environment, launcher)
  const listening = said(server, 'http://')
  const first = await Promise.all([run('scope', 'import', scopeTables), run('status'), run('status')])
  expect(first.map(outcomeOf)).toEqual(succeeded(3))
  await listening

  const commands = await Promise.all([
    run('capture', '--json', cases[0] ?? '', cases[1] ?? ''),
    run('capture', '--json', cases[2] ?? '', cases[3] ?? ''),
    run('search', '--json', '就业'),
    run('status', '--json'),
  ])
  expect(commands.map(outcomeOf)).toEqual(succeeded(4))
  const captured = commands.slice(0, 2).flatMap(jsonLines)
  expect(captured.map(({ outcome }) => outcome)).toEqual(Array(4).fill('archived'))
  expect(jsonLines(await run('status', '--json'))).toMatchObject([{ archived: 4, review: 0 }])

  const lasting = startCommand(['worker'], environment, launcher)
  await said(lasting, 'worker started')
  expect(await stop(server)).toEqual(succeeded(1)[0])
  // The server has started the database and is gone; the worker still has it.
  expect(outcomeOf(await run('status'))).toEqual(succeeded(1)[0])
  expect(await serverProcesses(environment['DATA_DIR'] ?? '')).not.toEqual([])
  expect(await stop(lasting)).toEqual(succeeded(1)[0])
  expect(await serverProcesses(environment['DATA_DIR'] ?? '')).toEqual([])
  await rm(folder, { recursive: true })
})

const scopeTables = join(samples, 'scope-tables.json')

type Ended = Awaited<RunningCommand['ended']>

function outcomeOf({ code, signal, stderr }: Ended) {
  return { code, signal, error: code === 0 ? '' : stderr }
}

function succeeded(count: number) {
  return Array.from({ length: count }, () => ({ code: 0, signal: null, error: '' }))
}

/** Resolves when a running command has said `words` on stderr; rejects when it ends before. */
async function said({ process: child, ended }: RunningCommand, words: string): Promise<void> {
  let heard = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    heard += chunk.toString()
  })
  const over = ended.then(({ stderr }) => Promise.reject(new Error(`it ended: ${stderr}`)))
  over.catch(() => undefined)
  while (!heard.includes(words)) await Promise.race([pause(20), over])
}

async function stop({ process: child, ended }: RunningCommand) {
  child.kill('SIGTERM')
  return outcomeOf(await ended)
}
