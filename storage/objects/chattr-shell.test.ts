import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, expect, test, vi } from 'vitest'
import { ChattrShell } from './chattr-shell.ts'

const program = new URL('./chattr-shell.ts', import.meta.url).href

test('says what chattr complains of, and goes on', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'chattr-'))
  const chattr = new ChattrShell()
  const missing = join(folder, '没有 missing')
  const answers = await Promise.allSettled([chattr.apply('+i', missing), chattr.apply('-i', missing)])
  expect(answers.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(answers[0]).toMatchObject({ reason: { message: expect.stringContaining(missing) } })
  await rm(folder, { recursive: true })
})

afterEach(() => {
  vi.unstubAllEnvs()
})

/**
 * A `chattr` that writes down what it was called with, and refuses what has `bad` in its name; at `kill` it ends the shell, which says
 * something good a little later.
 */
async function stubChattr(): Promise<{ readonly folder: string; calls(): Promise<string[][]> }> {
  const folder = await mkdtemp(join(tmpdir(), 'chattr-'))
  const log = join(folder, 'log')
  const script = `#!/bin/sh
echo "$@" >> ${log}
case "$*" in
  *kill*) (sleep 0.2; echo '=0' >&2) & kill -9 $PPID;;
  *slow*bad*) sleep 1; echo "refused $*" >&2; exit 1;;
  *bad*) echo "refused $*" >&2; exit 1;;
esac
`
  await writeFile(join(folder, 'chattr'), script, { mode: 0o755 })
  vi.stubEnv('PATH', `${folder}:/usr/bin:/bin`)
  const calls = async () => (await readFile(log, 'utf8')).trimEnd().split('\n')
  return { folder, calls: async () => (await calls()).map((call) => call.split(' ')) }
}

test('what is asked for while chattr is at work is done together, and every path once', async () => {
  const { folder, calls } = await stubChattr()
  const chattr = new ChattrShell()
  const paths = Array.from({ length: 50 }, (_, i) => `/a/${i}`)
  await Promise.all(paths.map((path) => chattr.apply('+i', path)))
  const made = await calls()
  expect(made.map(([flag, dashes]) => `${flag} ${dashes}`)).toEqual(made.map(() => '+i --'))
  expect(made.flatMap(([, , ...asked]) => asked)).toEqual(paths)
  expect(made.map(({ length }) => length - 2)).toEqual([1, 32, 17])
  await rm(folder, { recursive: true })
})

test('setting and clearing keep their order', async () => {
  const { folder, calls } = await stubChattr()
  const chattr = new ChattrShell()
  const flags = ['+i', '-i', '-i', '+i', '+i', '-i'] as const
  await Promise.all(flags.map((flag) => chattr.apply(flag, '/a')))
  expect((await calls()).map(([flag, , ...paths]) => [flag, paths.length])).toEqual([
    ['+i', 1],
    ['-i', 2],
    ['+i', 2],
    ['-i', 1],
  ])
  await rm(folder, { recursive: true })
})

test('of several that are done together only what chattr refuses is refused', async () => {
  const { folder } = await stubChattr()
  const chattr = new ChattrShell()
  const paths = ['/first', '/a b', '/bad', '/甲', '/also bad', '/last']
  const answers = await Promise.allSettled(paths.map((path) => chattr.apply('+i', path)))
  expect(answers.map(({ status }) => status === 'rejected')).toEqual(paths.map((path) => path.includes('bad')))
  expect(answers[2]).toMatchObject({ reason: { message: expect.stringContaining('chattr of /bad failed: refused') } })
  await chattr.apply('-i', '/first')
  await rm(folder, { recursive: true })
})

test('what a shell that was killed still says is no answer to what the next one is asked', async () => {
  const { folder } = await stubChattr()
  const chattr = new ChattrShell()
  await expect(chattr.apply('+i', '/kill')).rejects.toThrow('has ended')
  await expect(chattr.apply('+i', '/slow bad')).rejects.toThrow('chattr of /slow bad failed: refused')
  await chattr.apply('+i', '/good')
  await rm(folder, { recursive: true })
})

test('a path with a line end is refused, not split', async () => {
  await expect(new ChattrShell().apply('+i', '/tmp/a\n+i')).rejects.toThrow('line end')
})

test('does not keep the process alive', async () => {
  const use = `const { ChattrShell } = await import('${program}')
    await new ChattrShell().apply('-i', '/nowhere').catch(() => console.log('answered'))`
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', use], {
    timeout: 20_000,
  })
  expect(stdout).toBe('answered\n')
})
