import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { FixityMeter } from '#archive-schema/evidence/digest.ts'
import { readDocument, readPackage } from '../../access/read-content.ts'
import { requireDocument, requireRecord } from '../../access/require-record.ts'
import type { Archive } from '../../open-archive.ts'
import { note, printJson } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type FetchOptions = { readonly document?: number; readonly output: string; readonly json?: boolean }

/** Writes the sealed package, or one document of it, to a file, and says what was written. */
export async function fetchContent(number: string, options: FetchOptions): Promise<void> {
  await withArchive(async (archive) => {
    if (options.output !== '-') await refuseDataFolder(options.output, archive.config.dataDir)
    const { name, bytes } = await openContent(number, options.document, archive)
    const meter = new FixityMeter()
    const target = options.output === '-' ? process.stdout : createWriteStream(options.output)
    await pipeline(measured(bytes, meter), target, { end: options.output !== '-' })
    const written = { name, output: options.output, ...meter.finish() }
    if (options.json === true && options.output !== '-') await printJson(written)
    else note(`${name}  ${written.bytes} B  SHA-256 ${written.sha256}`)
  })
}

async function openContent(number: string, document: number | undefined, { catalogue, store }: Archive) {
  const record = await requireRecord(catalogue, number)
  if (document === undefined) return { name: `${record.number}.zip`, bytes: readPackage(store, record) }
  const entry = await requireDocument(catalogue, record, document)
  return { name: entry.path, bytes: readDocument(store, record, entry) }
}

async function* measured(bytes: AsyncIterable<Uint8Array>, meter: FixityMeter): AsyncGenerator<Uint8Array> {
  for await (const chunk of bytes) {
    meter.update(chunk)
    yield chunk
  }
}
