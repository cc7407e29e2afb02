import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fz2021Proxy } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { renamedProfile } from '#archive-schema/profiles/renamed-profile-trial.ts'
import { exportFolder } from '#services/access/export-folder.ts'
import { verifyExported } from '#services/access/verify-exported.ts'
import { binding, type JointTrial, openJointTrial } from './joint-trial.ts'

const renamed = renamedProfile(fz2021Proxy)

let trial: JointTrial
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-renamed-joint-'))
  const file = join(folder, 'profile.json')
  await writeFile(file, JSON.stringify(renamed))
  trial = await openJointTrial({ METADATA_PROFILE: file })
})
afterAll(async () => {
  await trial.close()
  await rm(folder, { recursive: true })
})

test('a parent holds its child in the folder that the profile names [PRF-01]', async () => {
  const child = await trial.archiveCase('market')
  const parent = await trial.archiveCase('parent', binding({ market: '随包' }))
  const target = join(folder, 'export')
  await exportFolder(trial.archive, parent, target)
  expect(await readdir(join(target, 'package', parent.number, renamed.childFolder.name))).toEqual([
    `${child.number}.zip`,
  ])
  expect((await verifyExported(target, undefined)).ok).toBe(true)
})
