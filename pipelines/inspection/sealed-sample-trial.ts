import { readFile } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import type { ArrangedCase, CapturedFile } from '#archive-schema/arranged-case.ts'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import { buildEvidence, signEvidence } from '#archive-schema/evidence/seal.ts'
import { emptyLedger } from '#archive-schema/evidence/statement.ts'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import { describeCase } from '#archive-schema/metadata/describe-case.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import { formatElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import { writeMetadataFile } from '#archive-schema/package/metadata-file.ts'
import { packageEntries } from '#archive-schema/package/package-layout.ts'
import { centralDirectory, endRecords, localHeader, type ZipEntry } from '#archive-schema/package/zip-records.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { findScopeEntry } from '#archive-schema/scope/find-scope-entry.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import type { ScopeEntry } from '#archive-schema/scope/scope-table.ts'
import type { SendingSystems } from '#archive-schema/sending-systems/sending-systems.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'
import { arrangeCase } from '../arrangement/arrange-case.ts'
import { defaultContentLimits } from '../examination/content-limits.ts'
import { examineContent } from '../examination/examine-content.ts'
import { type StockCount, takeStock } from '../stocktaking/take-stock.ts'
import type { InspectionSubject, PreservedState } from './inspection-subject.ts'
import { trialScanner } from './virus-scanner-trial.ts'

/** A sample case, brought as far as the inspection needs it by the stages before. */
export type Sample = {
  readonly number: string
  readonly arranged: ArrangedCase
  readonly entry: ScopeEntry
  readonly stock: StockCount
  readonly metadata: RecordMetadata
  /** Bytes of the captured files by path. */
  readonly contents: ReadonlyMap<string, Uint8Array>
}

/** A file of a package before it is sealed. */
export type LooseFile = { readonly path: string; readonly content: Uint8Array }

/** What is changed, and when, while a package is made; all that follows is made to fit. */
export type SampleChange = {
  /** In the metadata, for database and package alike. */
  readonly metadata?: (metadata: RecordMetadata) => RecordMetadata
  /** In what the database holds only. */
  readonly described?: (metadata: RecordMetadata) => RecordMetadata
  /** In the files of the package, before 校验信息 lists them. */
  readonly files?: (files: readonly LooseFile[]) => readonly LooseFile[]
  /** In the files of the package, 校验信息 included, before they are sealed. */
  readonly listed?: (files: readonly LooseFile[]) => readonly LooseFile[]
  /** Name of the root folder. */
  readonly root?: string
  readonly evidence?: (evidence: Evidence) => Evidence
  /** In the sealed bytes. */
  readonly container?: (bytes: Uint8Array) => Uint8Array
  /** In what the package is compared with. */
  readonly subject?: (subject: InspectionSubject) => Partial<InspectionSubject>
}

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const archivedAt = new Date('2026-11-20T08:00:00Z')

/** Reads a sample case and takes it through the stages that do not need a database. */
export function readSample(name: string): Promise<Sample> {
  return readCase(new URL(`accepted/${name}/`, cases))
}

/** The same for any case folder whose item stands in the scope tables of the samples. */
export async function readCase(folder: URL): Promise<Sample> {
  const caseFile = parseCaseFile(await readFile(new URL('case.json', folder)))
  const tables = parseScopeTables(await readFile(new URL('scope-tables.json', cases)))
  const contents = await readContents(folder, caseFile)
  const arranged = arrangeCase(caseFile, await captureFiles(contents), tables)
  const { entry } = findScopeEntry(tables, caseFile)
  const { unit, item, case: handling } = caseFile
  const number = formatElectronicRecordCode(profile, {
    region: unit.regionCode,
    fonds: unit.fondsCode,
    item: item.baseCode,
    year: handling.year,
    retention: arranged.scope.retention,
    serial: 1,
  })
  const software = { name: 'Guidang 归档', version: '0.1.0' }
  const metadata = describeCase(profile, arranged, { electronicRecordCode: number, archivedAt, software })
  return { number, arranged, entry, stock: takeStock(arranged, entry), metadata, contents }
}

/** The sample as a sealed package with everything that it is inspected against, after a change. */
export async function sealSample(sample: Sample, signer: OpenedSigner, change: SampleChange = {}) {
  const metadata = (change.metadata ?? same)(sample.metadata)
  const files = (change.files ?? same)(looseFiles(sample, metadata))
  const listed = (change.listed ?? same)(withChecksums(sample.number, files))
  const bytes = writePackage(change.root ?? sample.number, listed)
  const container = (change.container ?? same)(bytes)
  const subject: InspectionSubject = {
    number: sample.number,
    container: bytesReader(container),
    sealed: measureBytes(bytes),
    evidence: { value: (change.evidence ?? same)(await sealFiles(sample.number, listed, signer)) },
    trust: signer.trust,
    signatureAnchors: [],
    source: sample.arranged.caseFile.source,
    sendingSystems: systemsOf(sample),
    at: new Date(archivedAt.getTime() + 60_000),
    described: (change.described ?? same)(metadata),
    metadataProfile: profile,
    stock: sample.stock,
    scope: { decision: sample.arranged.scope, entry: sample.entry },
    taken: { number: false, identity: false, values: [], gaps: [] },
    preserved: preservedSample(`${sample.number}.zip`, measureBytes(bytes), measureBytes(container)),
    examine: (file, content) => examineContent(file, content, {}, defaultContentLimits),
    scanner: trialScanner(),
  }
  return { ...subject, ...change.subject?.(subject) }
}

/** A register in which the system of the sample stands. */
function systemsOf({ arranged }: Sample): SendingSystems {
  const { systemCode: code, systemName: name } = arranged.caseFile.source
  return { format: 'guidang-sending-systems/1', systems: [{ code, name, status: '启用' }] }
}

/** 入库 of the package alone, until the year 2036. */
function preservedSample(key: string, registered: ObjectFixity, found: ObjectFixity): PreservedState {
  const lockedUntil = new Date('2036-01-01T00:00:00+08:00')
  const places = ['入库结果', '封装结果', '档案目录'].map((place) => ({ place, fixity: registered }))
  return { objects: [{ key, registered: places, found: { ...found, retainUntil: lockedUntil } }], lockedUntil }
}

function same<T>(value: T): T {
  return value
}

async function readContents(folder: URL, caseFile: CaseFile): Promise<ReadonlyMap<string, Uint8Array>> {
  const paths = caseFile.materials.flatMap(({ files }) => files.map(({ path }) => path))
  return new Map(await Promise.all(paths.map(async (path) => [path, await readFile(new URL(path, folder))] as const)))
}

function captureFiles(contents: ReadonlyMap<string, Uint8Array>): Promise<readonly CapturedFile[]> {
  return Promise.all(
    [...contents].map(async ([path, content]) => ({
      path,
      fixity: measureBytes(content),
      format: await examineContent(path, bytesReader(content), {}, defaultContentLimits),
    })),
  )
}

function looseFiles({ arranged, contents }: Sample, metadata: RecordMetadata): readonly LooseFile[] {
  return packageEntries(profile, metadata, arranged).map((entry) => ({
    path: entry.path,
    content: 'content' in entry ? entry.content : (contents.get(entry.source) ?? new Uint8Array()),
  }))
}

function withChecksums(number: string, files: readonly LooseFile[]): readonly LooseFile[] {
  const { name } = profile.files.checksums
  const measured = files
    .filter(({ path }) => path !== name)
    .map(({ path, content }) => {
      const fixity = measureBytes(content)
      return { path, bytes: String(fixity.bytes), digests: digestGroups(profile, fixity) }
    })
  const content = writeMetadataFile(profile, 'checksums', { electronicRecordCode: number, files: measured })
  return files.map((file) => (file.path === name ? { path: name, content } : file))
}

function writePackage(root: string, files: readonly LooseFile[]): Uint8Array {
  const parts: Uint8Array[] = []
  const entries: ZipEntry[] = []
  let offset = 0
  const append = (part: Uint8Array) => {
    parts.push(part)
    offset += part.length
  }
  for (const { path, content } of files) {
    const entry = { name: `${root}/${path}`, bytes: content.length, crc32: crc32(content), offset }
    entries.push(entry)
    append(localHeader(entry))
    append(content)
  }
  const start = offset
  const directory = centralDirectory(entries)
  append(directory)
  append(endRecords({ entries: entries.length, bytes: directory.length, offset: start }))
  return Buffer.concat(parts)
}

async function sealFiles(id: string, files: readonly LooseFile[], signers: OpenedSigner): Promise<Evidence> {
  const unsigned = buildEvidence({
    id,
    version: 1,
    previous: undefined,
    files: files.map(({ path, content }) => ({ path, fixity: measureBytes(content) })),
    since: emptyLedger,
    sealedAt: archivedAt,
  })
  return signEvidence(unsigned, signers)
}
