import { setTimeout as pause } from 'node:timers/promises'

/** Listens to a process until it has said these words; resolves to all that it has said. */
export async function untilTold(stream: NodeJS.ReadableStream | null, words: string): Promise<string> {
  let heard = ''
  stream?.on('data', (chunk: Buffer) => {
    heard += chunk.toString()
  })
  while (!heard.includes(words)) await pause(20)
  return heard
}
