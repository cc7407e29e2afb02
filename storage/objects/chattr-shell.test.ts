import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
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
