import type { MaterialClass } from '#archive-schema/case-file/case-file.ts'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import type { CaseMetadata, DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { documentRules } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { elementsOf, parseForeignXml, readForeignGroup } from '#archive-schema/xml/foreign-xml.ts'
import type { XmlElement } from '#archive-schema/xml/parse-xml.ts'
import type { FileValues } from './metadata-file.ts'

/** 基本信息元数据 of a package of another system, as far as the profile knows its elements. */
export type ForeignCase = {
  readonly case: CaseMetadata
  /** In the order of folders and of the file; numbered as given, or by their order. */
  readonly documents: readonly DocumentMetadata[]
  /** Whether documents stand right below the file set, without a folder. */
  readonly isFlat: boolean
  /** Names of elements that the profile does not know. */
  readonly unread: readonly string[]
}

/**
 * Reads 基本信息元数据 as other systems write it: unknown elements, documents with (`fileset/folder/file`) or without a folder
 * (`fileset/file`, as the writer of Fuzhou puts them). A document without folder stands where its type code puts it. Throws
 * `PACKAGE_INVALID`.
 */
export function readForeignCase(profile: Profile, bytes: Uint8Array): ForeignCase {
  const { name, elements } = profile.files.case
  const root = parseForeignXml(name, bytes)
  const { values, unread } = readForeignGroup(elements, root)
  const { fileSet: _, ...about } = values as FileValues<'case'>
  const set = ruleOf(elements, 'fileSet')
  const folders = ruleOf(set?.children, 'folders')
  const file = ruleOf(folders?.children, 'documents')
  const sets = elementsOf(root).filter(({ tag }) => tag === set?.tag)
  const inSets = sets.flatMap(elementsOf)
  const loose = inSets.filter(({ tag }) => tag === file?.tag)
  const inFolders = inSets
    .filter(({ tag }) => tag === folders?.tag)
    .flatMap((folder) => filesIn(profile, folder, file?.tag))
  const placed = [...inFolders, ...loose.map((element) => ({ element, folder: undefined }))]
  return {
    case: about,
    documents: numbered(placed.map(({ element, folder }) => readDocument(profile, element, folder))),
    isFlat: loose.length > 0,
    unread: unread.filter((tag) => tag !== file?.tag),
  }
}

function ruleOf(rules: Profile['files']['case']['elements'] | undefined, key: string) {
  return rules?.find((rule) => rule.key === key)
}

function filesIn({ folders, titleAttribute }: Profile, folder: XmlElement, tag: string | undefined) {
  const known = folders.find(({ name }) => name === folder.attributes[titleAttribute])?.class
  return elementsOf(folder)
    .filter((element) => element.tag === tag)
    .map((element) => ({ element, folder: known }))
}

type UnnumberedDocument = Omit<DocumentMetadata, 'number'> & { readonly number: string | undefined }

function readDocument(profile: Profile, element: XmlElement, folder: MaterialClass | undefined): UnnumberedDocument {
  const document = readForeignGroup(documentRules(profile), element).values as Partial<DocumentMetadata>
  return { ...document, number: document.number, folder: folder ?? classOf(document.typeCode) }
}

/** Fuzhou: a code with B belongs to the process, one with C to the result, everything else to the application. */
function classOf(typeCode = ''): MaterialClass {
  const [application, process, result] = materialClasses
  if (typeCode.includes('B')) return process
  return typeCode.includes('C') ? result : application
}

/** A number as it is given, or else the place among the documents of the class. */
function numbered(documents: readonly UnnumberedDocument[]): DocumentMetadata[] {
  return materialClasses.flatMap((folder) =>
    documents
      .filter((document) => document.folder === folder)
      .map(({ number, ...document }, i) => ({ ...document, number: number || String(i + 1).padStart(4, '0') })),
  )
}
