/** What stands at a path of a handed-over case. */
export type SourceEntry = {
  /** Path in the case folder, `/`-separated, as it was given. */
  readonly path: string
  readonly kind: 'file' | 'link' | 'special'
  readonly bytes: number
}

/** 交接来源 (where a handed-over case comes from): a folder, a ZIP, an upload. */
export interface CaseSource {
  /** Name for people, e.g. the folder's name. */
  readonly name: string
  /** Everything that is there except folders. Nothing is opened, no link is followed. */
  entries(): Promise<readonly SourceEntry[]>
  /** The bytes of one entry of kind `file`; its path in Unicode form NFC. */
  open(path: string): AsyncIterable<Uint8Array>
  close(): Promise<void>
}
