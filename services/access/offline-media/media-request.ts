/** What is asked for: which records, on what media. */
export type MediaRequest = {
  /** Name of the row of media, before the `-01`. */
  readonly name: string
  readonly carrier: string
  readonly set: number
  readonly place: string
  readonly by: string
  /** Bytes of one medium. */
  readonly capacity: number
  /** 年度, or numbers of records. */
  readonly records: { readonly year: string } | { readonly numbers: readonly string[] }
  /** 载体标识 of the medium in whose place these are written. */
  readonly rewrites?: string
}
