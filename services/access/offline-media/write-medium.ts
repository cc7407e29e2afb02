import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { digestAlgorithms, digestHex, measureStream } from '#archive-schema/evidence/digest.ts'
import { buildManifest, formatManifest, type PackageFile } from '#archive-schema/evidence/manifest.ts'
import { chinaDay } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { formatCatalogue } from '#archive-schema/offline-media/catalogue-file.ts'
import { formatDescription, type MediumContent } from '#archive-schema/offline-media/description-file.ts'
import { carrierOf } from '#archive-schema/offline-media/media-rules.ts'
import type { Medium } from '#archive-schema/offline-media/medium.ts'
import { mediumNames } from '#archive-schema/offline-media/medium-layout.ts'
import { mediumText } from '#archive-schema/offline-media/medium-text.ts'
import { retentionWord } from '#archive-schema/scope/retention-terms.ts'
import { insertMedium } from '#storage/catalogue/offline-media.ts'
import { fileReader } from '#storage/content/file-reader.ts'
import type { Archive } from '../../open-archive.ts'
import { type ExportEntry, entryOf, recordEntries } from '../export-entries.ts'
import { claimFolder, writeEntry } from '../export-folder.ts'
import type { MediaRequest } from './media-request.ts'
import type { RecordToWrite } from './record-to-write.ts'

/** What every medium holds beside its records: trust and verifiers. */
export type SharedFiles = readonly ExportEntry[]

/** A medium that was written and registered. */
export type WrittenMedium = { readonly medium: Medium; readonly folder: string }

type MediumRequest = MediaRequest & {
  readonly id: string
  readonly content: readonly RecordToWrite[]
  readonly shared: SharedFiles
}

/**
 * Writes one medium by the tree of DA/T 104-2024 图1, reads every file back into the manifests, and registers it with an entry in
 * the ledger. Leaves nothing in the folder when it fails.
 */
export async function writeMedium(archive: Archive, request: MediumRequest, folder: string): Promise<WrittenMedium> {
  await claimFolder(folder)
  try {
    const madeAt = archive.now()
    const files = await writeFiles(archive, request, folder, madeAt)
    const medium = { ...described(request, madeAt), ...(await writeManifests(folder, files)) }
    await register(archive, medium, request)
    return { medium, folder }
  } catch (error) {
    for (const name of await readdir(folder)) await rm(join(folder, name), { recursive: true })
    throw error
  }
}

/** Everything but the manifests, read back as it was written. */
async function writeFiles(archive: Archive, request: MediumRequest, folder: string, madeAt: Date) {
  const files: PackageFile[] = []
  const write = async (entry: ExportEntry) => {
    await writeEntry(folder, entry)
    files.push({ path: entry.path, fixity: await readBack(join(folder, entry.path)) })
  }
  const { content, shared } = request
  for (const each of content)
    for (const entry of await recordEntries(archive, each.record))
      await write({ ...entry, path: `${each.folder}/${entry.path}` })
  for (const entry of shared) await write({ ...entry, path: `${mediumNames.others}/${entry.path}` })
  const carrier = carrierOf(request.carrier)
  const description = formatDescription(described(request, madeAt), carrier, contentOf(content))
  await write(entryOf(mediumNames.description, description))
  await write(entryOf(mediumNames.catalogue, formatCatalogue(content.map(catalogueRow))))
  return files
}

async function writeManifests(folder: string, files: readonly PackageFile[]) {
  const [sha256 = '', sm3 = ''] = await Promise.all(
    digestAlgorithms.map(async (algorithm) => {
      const manifest = formatManifest(buildManifest(algorithm, files))
      await writeEntry(folder, entryOf(mediumNames.manifests[algorithm], manifest))
      return digestHex(algorithm, manifest)
    }),
  )
  const bytes = files.reduce((sum, { fixity }) => sum + fixity.bytes, 0)
  return { files: files.length, bytes, manifests: { sha256, sm3 } }
}

async function readBack(path: string) {
  const reader = await fileReader(path)
  try {
    return await measureStream(reader.stream())
  } finally {
    await reader.close()
  }
}

async function register(archive: Archive, medium: Medium, { content }: MediumRequest): Promise<void> {
  const numbers = content.map(({ number }) => number)
  await archive.ledger.enter('store', mediumText(medium), (transaction) => insertMedium(transaction, medium, numbers))
}

function described({ id, carrier, set, place, by, content, rewrites }: MediumRequest, madeAt: Date) {
  const known = { id, carrier, set, place, madeAt, madeBy: by, records: content.length }
  return { ...known, ...(rewrites === undefined ? {} : { rewrites }) }
}

function contentOf(content: readonly RecordToWrite[]): MediumContent {
  const records = content.map(({ record }) => record)
  const distinct = (values: readonly string[]) => [...new Set(values)].toSorted()
  return {
    units: distinct(records.map(({ unit }) => unit)),
    years: distinct(records.map(({ year }) => year)),
    formats: distinct(records.flatMap(({ metadata }) => metadata.documents.flatMap(({ format }) => format ?? []))),
    testKeys: records.some(({ testKeys }) => testKeys),
  }
}

function catalogueRow({ record, folder, files }: RecordToWrite) {
  const { archivalCode, number, title, retention, finishedAt, testKeys } = record
  const formedOn = chinaDay(finishedAt)
  const told = { archivalCode, number, title, formedOn, retention: retentionWord(retention) }
  return { ...told, folder, files, remark: testKeys ? '测试密钥' : '' }
}
