import { readFile } from 'node:fs/promises'
import { formatTrust } from '#archive-schema/evidence/trust.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { Archive } from '../open-archive.ts'
import { verifierPage } from '../verifier/page/build-page.ts'
import { withNewProofs } from './ledger-proofs.ts'
import { openStored } from './verify-stored.ts'

/** A file of an export. */
export type ExportEntry = {
  /** Path in the exported folder, `/`-separated. */
  readonly path: string
  readonly bytes: number
  stream(): AsyncIterable<Uint8Array>
}

const script = new URL('../verifier/verify-package.sh', import.meta.url)

/**
 * 导出内容: all that a stranger needs to verify a record, decades later: `package/<number>/…`, `evidence/…`, `trust/…`
 * and the verifier twice: a shell script that needs openssl only, and a page that needs a browser only. A checkpoint of the
 * ledger is asked for if none covers the record.
 */
export async function exportEntries(archive: Archive, record: PreservedRecord): Promise<ExportEntry[]> {
  return [...(await recordEntries(archive, record)), ...trustEntries(archive), ...(await verifierEntries())]
}

/** What is of one record: `package/<number>/…` and `evidence/…`. */
export async function recordEntries(archive: Archive, record: PreservedRecord): Promise<ExportEntry[]> {
  const { content, evidence } = await openStored(archive, record)
  const proved = await withNewProofs(archive, evidence)
  const files = content.entries.map(({ path, reader }) => ({
    path: `package/${content.root}/${path}`,
    bytes: reader.bytes,
    stream: () => reader.stream(),
  }))
  return [...files, ...[...proved].map(([name, bytes]) => entryOf(`evidence/${name}`, bytes))]
}

/** `trust/…`: the same for all records of a year. */
export function trustEntries({ signer }: Pick<Archive, 'signer'>): ExportEntry[] {
  return [...formatTrust(signer.trust)].map(([name, bytes]) => entryOf(`trust/${name}`, bytes))
}

/** The verifiers, which are the same for all records. */
export async function verifierEntries(): Promise<ExportEntry[]> {
  return [
    entryOf('verify-package.sh', await readFile(script)),
    entryOf('verify-package.html', Buffer.from(await verifierPage())),
  ]
}

/** A file whose bytes are held. */
export function entryOf(path: string, content: Uint8Array): ExportEntry {
  return {
    path,
    bytes: content.length,
    async *stream() {
      yield content
    },
  }
}
