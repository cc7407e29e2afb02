import { expect, test } from 'vitest'
import { choosePort } from './free-port.ts'
import { proveConnection } from './server-connection.ts'

test('a server that has died since it was found is told at once, and not waited for', async () => {
  const port = await choosePort('/nothing/remembers/a/port')
  let looks = 0
  const lives = async () => {
    looks += 1
    return looks < 3
  }
  expect(await proveConnection(`postgresql://guidang:x@127.0.0.1:${port}/guidang`, true, lives)).toBeUndefined()
  expect(looks).toBe(3)
})
