import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { untilStopped } from './until-stopped.ts'

test('what is at work is told to stop and waited for, and its stopping is no error', async () => {
  const [errors, seen]: [unknown[], string[]] = [[], []]
  const begun = Promise.withResolvers<void>()
  const repeated = untilStopped(
    1,
    async (signal) => {
      begun.resolve()
      while (!signal.aborted) await pause(1)
      seen.push('stopped')
      throw signal.reason
    },
    (error) => errors.push(error),
  )
  await begun.promise
  await repeated.stop()
  expect(seen).toEqual(['stopped'])
  await pause(5)
  expect([errors, seen]).toEqual([[], ['stopped']])
})

test('an error is told, and the work is done again', async () => {
  const errors: unknown[] = []
  const twice = Promise.withResolvers<void>()
  const repeated = untilStopped(
    1,
    async () => {
      throw new Error('no luck')
    },
    (error) => {
      errors.push(error)
      if (errors.length === 2) twice.resolve()
    },
  )
  await twice.promise
  await repeated.stop()
  expect(errors[0]).toMatchObject({ message: 'no luck' })
})
