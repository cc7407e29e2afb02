import { expect, test } from 'vitest'
import { ask, makeTestFolder, serverOf, serverProcesses } from './test-folder.ts'
import { startMember } from './test-member.ts'

test('lets two processes start at once on an empty folder and gives both the same server', async () => {
  await using folder = await makeTestFolder()
  const members = [startMember(folder.path), startMember(folder.path)]
  const [first = '', second] = await Promise.all(members.map((member) => member.connectionString))
  expect(second).toBe(first)
  expect(await ask(first, 'select 1')).toEqual([1])
  for (const member of members) await member.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('lets ten join at once and stops with the last of them, in whatever order they leave', async () => {
  await using folder = await makeTestFolder()
  const members = Array.from({ length: 10 }, () => startMember(folder.path))
  const strings = await Promise.all(members.map((member) => member.connectionString))
  expect(new Set(strings).size).toBe(1)
  const [last, ...others] = members
  await Promise.all(others.map((member) => member.leave()))
  expect(await serverOf(folder.path)).toBeTypeOf('number')
  await last?.leave()
  expect(await serverProcesses(folder.path)).toEqual([])
})

test('survives many rounds of joining and leaving at the same time', async () => {
  await using folder = await makeTestFolder()
  const commands = Array.from({ length: 4 }, async () => {
    for (let round = 0; round < 5; round++) {
      const member = startMember(folder.path)
      expect(await ask(await member.connectionString, 'select 1')).toEqual([1])
      await member.leave()
    }
  })
  await Promise.all(commands)
  expect(await serverProcesses(folder.path)).toEqual([])
})
