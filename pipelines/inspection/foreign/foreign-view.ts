import { ArchiveError } from '#archive-schema/archive-error.ts'
import { type Attempt, attempt, demandValue } from '#archive-schema/attempt.ts'
import { type ContentReader, collect } from '#archive-schema/content-reader.ts'
import type { Fixity } from '#archive-schema/fixity.ts'
import type { ContentFormat } from '#archive-schema/formats/content-format.ts'
import { type ElementTable, elementTables } from '#archive-schema/inspection/element-texts.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { contentPath } from '#archive-schema/package/content-path.ts'
import { type ForeignCase, readForeignCase } from '#archive-schema/package/read-foreign-case.ts'
import { metadataFileKeys, type Profile } from '#archive-schema/profiles/profile.ts'
import { maxXmlBytes } from '#archive-schema/xml/parse-xml.ts'
import { defaultContentLimits } from '../../examination/content-limits.ts'
import { examineContent } from '../../examination/examine-content.ts'
import { type ForeignFile, type ForeignPackage, openForeignPackage } from './open-foreign-package.ts'

/** What the checks of a package of another system look at: the package alone, for nothing was registered of it here. */
export type ForeignView = {
  readonly profile: Profile
  readonly at: Date
  readonly opened: Attempt<ForeignPackage>
  readonly described: Attempt<ForeignCase>
  /** Values of the metadata by the tables of the profile. */
  readonly tables: Attempt<readonly ElementTable[]>
  /** Size and digests of every file, by path. */
  readonly measured: ReadonlyMap<string, Attempt<Fixity>>
  /** What the examination of each content file came to; `undefined` for one that could not be looked at. */
  readonly formats: ReadonlyMap<string, Attempt<ContentFormat> | undefined>
}

/** Reads a package of another system. What is wrong with it stands in the view. */
export async function openForeignView(
  container: ContentReader,
  file: string,
  profile: Profile,
  at: Date,
): Promise<ForeignView> {
  const opened = await attempt(() => openForeignPackage(container, file, profile.files.case.name))
  const described = await attempt(() => readCase(profile, demandValue(opened)))
  const tables = await attempt(() => tablesOf(profile, demandValue(described)))
  const files = 'value' in opened ? opened.value.files : []
  const measured = new Map<string, Attempt<Fixity>>()
  for (const one of files) measured.set(one.path, await attempt(() => one.measure()))
  const formats = new Map<string, Attempt<ContentFormat> | undefined>()
  for (const one of contentOf(profile, files)) formats.set(one.path, await examine(one))
  return { profile, at, opened, described, tables, measured, formats }
}

/** The files in the content folders of the profile. */
export function contentOf({ folders }: Profile, files: readonly ForeignFile[]): readonly ForeignFile[] {
  return files.filter(({ path }) => folders.some(({ name }) => path.startsWith(`${name}/`)))
}

/** Where the metadata say that a document lies. */
export function placeOf({ profile }: ForeignView, { folder, actualName = '' }: DocumentMetadata): string {
  return contentPath(profile, folder, actualName)
}

/** Paths of files that are neither metadata files of the profile nor described as documents. */
export function undescribedFiles(view: ForeignView): readonly string[] {
  const known = new Set([
    ...metadataFileKeys.map((key) => view.profile.files[key].name),
    ...demandValue(view.described).documents.map((document) => placeOf(view, document)),
  ])
  return [...view.measured.keys()].filter((path) => !known.has(path))
}

async function readCase(profile: Profile, { files }: ForeignPackage): Promise<ForeignCase> {
  const { name } = profile.files.case
  const file = files.find(({ path }) => path === name)
  if (file === undefined) throw new ArchiveError({ code: 'PACKAGE_INVALID', file: name, found: 'no such file' })
  if (file.bytes > maxXmlBytes)
    throw new ArchiveError({
      code: 'PACKAGE_INVALID',
      file: name,
      found: `${file.bytes} bytes, more than ${maxXmlBytes}`,
    })
  return readForeignCase(profile, await collect((await file.open()).stream()))
}

function tablesOf(profile: Profile, { case: about, documents }: ForeignCase): readonly ElementTable[] {
  const tables = elementTables(profile, { explanation: {}, case: about, process: [], documents })
  return tables.filter(({ place }) => place !== 'explanation')
}

/** A file that is too large to be held while it is compressed is not looked at, which says nothing of the file. */
async function examine(file: ForeignFile): Promise<Attempt<ContentFormat> | undefined> {
  const reader = await attempt(() => file.open())
  if ('refusal' in reader) return reader.refusal.code === 'LIMITS_EXPANSION' ? undefined : reader
  return attempt(() => examineContent(file.path, reader.value, {}, defaultContentLimits))
}
