import { chmod, mkdir, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findClosedFolder } from './closed-folder.ts'

test('names the outermost folder that the account cannot pass through', async () => {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'guidang-closed-')))
  const [open, closed, inner] = [
    join(root, 'open'),
    join(root, 'open', 'closed'),
    join(root, 'open', 'closed', 'inner'),
  ]
  await mkdir(inner, { recursive: true })
  const [caller, stranger] = [
    { uid: process.getuid?.() ?? -1, gid: process.getgid?.() ?? -1 },
    { uid: 4_000_001, gid: 4_000_001 },
  ]
  await Promise.all([root, open, inner].map((path) => chmod(path, 0o755)))
  await chmod(closed, 0o700)
  expect(await findClosedFolder([inner], caller)).toBeUndefined()
  expect(await findClosedFolder([open], stranger)).toBeUndefined()
  expect(await findClosedFolder([open, inner], stranger)).toBe(closed)
  await chmod(closed, 0o710)
  expect(await findClosedFolder([inner], { ...stranger, gid: caller.gid })).toBeUndefined()
  await rm(root, { recursive: true })
})
