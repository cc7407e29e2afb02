import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { FileValues } from './metadata-file.ts'

type FileSet = FileValues<'case'>['fileSet']

/** 归档文件集: the documents folder by folder, as they stand in the case file. Folders without documents are left out. */
export function fileSetOf(profile: Profile, documents: readonly DocumentMetadata[]): FileSet {
  const folders = profile.folders.map(({ class: folder, name }, i) => ({
    number: String(i + 1).padStart(4, '0'),
    name,
    documents: documents.filter((document) => document.folder === folder).map(({ folder: _, ...document }) => document),
  }))
  const filled = folders.filter((folder) => folder.documents.length > 0)
  return filled.length === 0 ? undefined : { folders: filled }
}

/** The documents of a file set; undoes `fileSetOf`. Throws `PACKAGE_INVALID` for folders that the profile does not know. */
export function documentsOf(profile: Profile, fileSet: FileSet): DocumentMetadata[] {
  return (fileSet?.folders ?? []).flatMap(({ name, documents = [] }) => {
    const folder = profile.folders.find((known) => known.name === name)
    if (folder === undefined) throw invalid(profile, `folder ${name}`)
    return documents.map(({ number, ...document }) => {
      if (number === undefined) throw invalid(profile, `document without number in ${name}`)
      return { ...document, folder: folder.class, number }
    })
  })
}

function invalid(profile: Profile, found: string): ArchiveError {
  return new ArchiveError({ code: 'PACKAGE_INVALID', file: profile.files.case.name, found })
}
