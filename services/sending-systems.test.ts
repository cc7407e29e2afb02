import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readSendingSystems } from './sending-systems.ts'

test('reads the registered systems, and refuses a file that is missing or is no register', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sending-systems-'))
  const refusal = { code: 'CONFIGURATION_INVALID', faults: [{ field: 'SENDING_SYSTEMS' }] }
  try {
    expect(await readSendingSystems(undefined)).toBeUndefined()
    const file = join(folder, 'systems.json')
    await expect(readSendingSystems(file)).rejects.toMatchObject(refusal)
    await writeFile(file, 'none')
    await expect(readSendingSystems(file)).rejects.toMatchObject(refusal)
    await writeFile(file, JSON.stringify({ format: 'guidang-sending-systems/1', systems: [] }))
    await expect(readSendingSystems(file)).rejects.toMatchObject(refusal)
    const systems = [{ code: 'ZWFW-1', name: '某系统', status: '启用' }]
    await writeFile(file, JSON.stringify({ format: 'guidang-sending-systems/1', systems }))
    expect(await readSendingSystems(file)).toMatchObject({ systems })
  } finally {
    await rm(folder, { recursive: true })
  }
})
