import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { childrenOf, endedChildrenSeconds, peakMemory, treeSeconds } from './process-usage.ts'

/** Computes until it has used 0.3 s of processor time, holds 100 MB, then waits to be ended. */
const program = `
  const held = Buffer.alloc(100e6, 1)
  while (process.cpuUsage().user < 300_000) held[0]++
  process.stdout.write('done')
  setInterval(() => held, 1000)
`

test('tells time and memory of a child while it lives, and its time after its end', async () => {
  const before = await endedChildrenSeconds()
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'exit')
  const pid = child.pid ?? 0
  try {
    await once(child.stdout, 'data')
    expect(await childrenOf(process.pid)).toContain(pid)
    expect(await treeSeconds(pid)).toBeGreaterThanOrEqual(0.29)
    expect(await peakMemory(pid)).toBeGreaterThan(100e6)
  } finally {
    child.kill()
    await ended
  }
  expect(await peakMemory(pid)).toBeUndefined()
  expect(await treeSeconds(pid)).toBe(0)
  expect((await endedChildrenSeconds()) - before).toBeGreaterThanOrEqual(0.29)
})
