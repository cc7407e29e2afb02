import { connect, type Socket } from 'node:net'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { ClamdAddress } from './clamd-address.ts'
import { scannerUnavailable } from './scanner-unavailable.ts'

/** Where clamd listens; for how many milliseconds nothing may move, and how many there are for the answer. */
export type ClamdConnection = { readonly address: ClamdAddress; readonly patienceMs: number }

/** clamd answers with one line; more than this is something else. */
const longestAnswer = 4096

/**
 * Puts one request to clamd, on a connection of its own, and resolves to the answer without its closing NUL. Memory: one
 * piece of the request. Throws `SCANNER_UNAVAILABLE` unless a whole answer came to a whole request; passes on what the
 * request itself throws.
 */
export async function askClamd(
  { address, patienceMs }: ClamdConnection,
  request: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<string> {
  const socket = connect(address)
  const giveUp = () => socket.destroy(new Error(`no answer within ${patienceMs / 1000} s`))
  socket.setTimeout(patienceMs, giveUp)
  const received = receive(socket)
  let deadline: NodeJS.Timeout | undefined
  try {
    const isSent = await send(socket, request)
    deadline = setTimeout(giveUp, patienceMs)
    return wholeAnswer(await received, isSent)
  } finally {
    clearTimeout(deadline)
    socket.destroy()
  }
}

type Received = { readonly text: string; readonly error?: Error }

/** Resolves when the answer is complete or the connection has come to its end. Never rejects. */
function receive(socket: Socket): Promise<Received> {
  let received: Received = { text: '' }
  socket.setEncoding('utf8')
  return new Promise((resolve) => {
    socket.on('data', (part: string) => {
      received = { text: received.text + part }
      if (received.text.includes('\0') || received.text.length > longestAnswer) socket.destroy()
    })
    socket.on('error', (error) => {
      received = { ...received, error }
    })
    socket.on('close', () => resolve(received))
  })
}

/** Resolves to whether all was sent: clamd hangs up on a stream that is too long for it. */
async function send(socket: Socket, request: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<boolean> {
  for await (const piece of request) {
    if (!socket.writable) return false
    if (!socket.write(piece)) await drained(socket)
  }
  return socket.writable
}

function drained(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      socket.off('drain', done).off('close', done)
      resolve()
    }
    socket.on('drain', done).on('close', done)
  })
}

function wholeAnswer({ text, error }: Received, isSent: boolean): string {
  const [, answer] = /^([^\0]*)\0$/.exec(text) ?? []
  if (answer !== undefined && isSent) return answer
  if (answer !== undefined) throw scannerUnavailable(`clamd answered "${answer}" before everything was sent`)
  if (text !== '') throw scannerUnavailable(`no whole answer of clamd: "${text}"`)
  throw scannerUnavailable(error === undefined ? 'hung up without an answer' : whatWentWrong(error), error)
}

/** Where a name has several addresses and none answers, Node gives an error of several, without a message. */
function whatWentWrong(error: Error): string {
  return error instanceof AggregateError ? error.errors.map(messageOf).join('; ') : error.message
}
