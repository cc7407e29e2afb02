import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { bucketHeaders } from './s3-head.ts'
import { openS3Place } from './s3-place.ts'

test('the headers are told, and the connection is free for the next question', async () => {
  let connections = 0
  const server = createServer((_, answer) => answer.writeHead(200, { server: 'a store', 'content-length': '0' }).end())
  server.on('connection', () => {
    connections += 1
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const keys = { accessKey: 'who', secretKey: 'knows', region: 'us-east-1', bucket: 'bucket' }
  const place = openS3Place({ endpoint: `http://127.0.0.1:${port}`, ...keys })
  for (let asked = 0; asked < 3; asked += 1) {
    expect(await bucketHeaders(place)).toMatchObject({ server: 'a store' })
    // The end of an answer without body is heard a moment later.
    for (let turns = 0; turns < 10; turns += 1) await turn()
  }
  expect(connections).toBe(1)
  server.closeAllConnections()
  server.close()
})
