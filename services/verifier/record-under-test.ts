import type { ContentReader } from '#archive-schema/content-reader.ts'

/** One regular file inside the package's root folder. */
export type FileUnderTest = {
  /** Relative to the root folder, `/`-separated. */
  readonly path: string
  readonly content: Pick<ContentReader, 'stream'>
}

/** A record as a verifier finds it, wherever it lies. Nothing of it has been believed yet. */
export type RecordUnderTest = {
  /** Names of everything that lies where only the package's root folder should lie. */
  readonly roots: readonly string[]
  /** Every regular file inside the root folder. */
  readonly files: readonly FileUnderTest[]
  /** Every folder inside the root folder, as far as the place where the record lies has folders of their own. */
  readonly folders: readonly string[]
  /** Links and special files in package and evidence, and folders where only evidence files should lie. */
  readonly irregular: readonly string[]
  /** The evidence files by name. */
  readonly evidence: ReadonlyMap<string, Uint8Array>
}
