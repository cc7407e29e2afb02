import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { refuseDataFolder } from './output-place.ts'

let folder: string
const refused = { code: 'REQUEST_INVALID', faults: [{ field: '--output' }] }

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'output-place-')))
  await mkdir(join(folder, 'data/store'), { recursive: true })
  await writeFile(join(folder, 'data/store/object.zip'), 'sealed')
  await symlink(join(folder, 'data/store/object.zip'), join(folder, 'link.zip'))
  await symlink(join(folder, 'data'), join(folder, 'linked'))
})
afterAll(() => rm(folder, { recursive: true }))

test.for(['data/store/object.zip', 'data/new/file.zip', 'data', 'link.zip', 'linked/new.zip', 'other/../data/x'])(
  'an output at %s is refused',
  async (output) => {
    await expect(refuseDataFolder(join(folder, output), join(folder, 'data'))).rejects.toMatchObject(refused)
    await expect(refuseDataFolder(join(folder, output), join(folder, 'linked'))).rejects.toMatchObject(refused)
  },
)

test.for(['elsewhere/new.zip', 'data-of-others.zip', '.'])('an output at %s is allowed', async (output) => {
  await expect(refuseDataFolder(join(folder, output), join(folder, 'data'))).resolves.toBeUndefined()
})
