import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { receiveParts } from './receive-parts.ts'

async function* body(parts: number) {
  for (let i = 0; i < parts; i += 1) {
    yield Buffer.from(`\r\n--x\r\ncontent-disposition: form-data; name="f"; filename="${i}"\r\n\r\n`)
    yield Buffer.alloc(100_000)
  }
  yield Buffer.from('\r\n--x--\r\n')
}

test('a part that cannot be written ends the reception with the error of the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-parts-'))
  await rm(folder, { recursive: true })
  for (const parts of [1, 50]) {
    const received = receiveParts(body(parts), 'multipart/form-data; boundary=x', folder, defaultCaptureLimits)
    await expect(received).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' })
  }
})
