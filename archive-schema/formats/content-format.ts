/** 文件格式 (format of a content file), decided by its bytes and never by its name alone. */
export type ContentFormat = {
  /** Identifier of the format in the formats profile, e.g. `pdf`, `ofd`, `jpeg`, `tiff`. */
  readonly id: string
  /** Version where the bytes tell it, e.g. `1.4` for PDF. */
  readonly version?: string
  /** PRONOM identifier where one is known, e.g. `fmt/18`. */
  readonly pronom?: string
  readonly mediaType: string
  /** Usual extension, lower case, without dot. */
  readonly extension: string
}
