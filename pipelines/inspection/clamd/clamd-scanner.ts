import type { VirusScanner } from '../virus-scanner.ts'
import { askClamd } from './ask-clamd.ts'
import type { ClamdAddress } from './clamd-address.ts'
import { readScanAnswer, readVersionAnswer } from './clamd-answers.ts'

/** clamd may look at one file for two minutes by its own setting (MaxScanTime), and is silent meanwhile. */
const defaultPatienceMs = 180_000

/** 杀毒软件 ClamAV, asked through its daemon. Nothing is opened before something is asked. */
export function clamdScanner(address: ClamdAddress, patienceMs = defaultPatienceMs): VirusScanner {
  const connection = { address, patienceMs }
  return {
    identify: async () => readVersionAnswer(await askClamd(connection, [command('VERSION')])),
    scan: async (content) => readScanAnswer(await askClamd(connection, instream(content))),
  }
}

function command(name: string): Uint8Array {
  return Buffer.from(`z${name}\0`)
}

/** INSTREAM: every chunk behind its length. A length of zero ends the stream, so that an empty chunk must not be sent. */
async function* instream(content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield command('INSTREAM')
  for await (const chunk of content) {
    if (chunk.length === 0) continue
    yield lengthOf(chunk)
    yield chunk
  }
  yield lengthOf(new Uint8Array())
}

function lengthOf(chunk: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(chunk.length)
  return length
}
