import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { armBoundary, disarmBoundary, killIfArmed } from './armed-boundary.ts'

let folder: string
const boundary = { stage: 'sealing', moment: 'done' } as const

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-armed-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('the victim is killed at its boundary, once, and at no other', async () => {
  const file = join(folder, 'other')
  const victim = spawn('sleep', ['60'])
  await once(victim, 'spawn')
  armBoundary(file, boundary, victim.pid ?? 0, false)
  killIfArmed(file, 'sealing', 'started')
  killIfArmed(file, 'inspection', 'done')
  expect([existsSync(file), victim.signalCode]).toEqual([true, null])
  killIfArmed(file, 'sealing', 'done')
  expect(await once(victim, 'exit')).toEqual([null, 'SIGKILL'])
  expect(existsSync(file)).toBe(false)
  killIfArmed(file, 'sealing', 'done')
})

test('who is to die at its own boundary lives while another process comes there', () => {
  const file = join(folder, 'own')
  armBoundary(file, boundary, process.pid + 1, true)
  killIfArmed(file, 'sealing', 'done')
  expect(disarmBoundary(file)).toBe(true)
  expect(disarmBoundary(file)).toBe(false)
})
