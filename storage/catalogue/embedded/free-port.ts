import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { hasErrorCode } from '#archive-schema/caught-error.ts'

/** The port remembered in `file` if it is free on 127.0.0.1, else any free one. Another program may still take it. */
export async function choosePort(file: string): Promise<number> {
  const remembered = await readPort(file)
  if (remembered !== undefined && (await isFree(remembered))) return remembered
  return anyFreePort()
}

async function readPort(file: string): Promise<number | undefined> {
  try {
    const port = Number(await readFile(file, 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return undefined
    throw error
  }
}

async function isFree(port: number): Promise<boolean> {
  try {
    await listenOnce(port)
    return true
  } catch (error) {
    if (hasErrorCode(error, 'EADDRINUSE', 'EACCES')) return false
    throw error
  }
}

const anyFreePort = (): Promise<number> => listenOnce(0)

async function listenOnce(wanted: number): Promise<number> {
  const server = createServer()
  server.listen({ port: wanted, host: '127.0.0.1', exclusive: true })
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has no port')
  return address.port
}
