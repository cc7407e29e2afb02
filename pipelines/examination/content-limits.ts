/** 内容检查的限度 (how much work one content file may make): what goes beyond is refused, never half looked at. */
export type ContentLimits = {
  /** Most bytes to which an archive, with the archives inside it, or the compressed objects of a PDF may expand. */
  readonly maxExpandedBytes: number
  /** Most bytes out for one byte in, once `harmlessExpansion` is passed. */
  readonly maxExpansionRatio: number
  /** Most entries of one archive. */
  readonly maxEntries: number
  /** Most bytes of one XML document that is parsed. */
  readonly maxXmlBytes: number
  /** Most archives inside one another, the outermost included. */
  readonly maxNesting: number
}

export const defaultContentLimits: ContentLimits = {
  maxExpandedBytes: 4 * 2 ** 30,
  maxExpansionRatio: 100,
  maxEntries: 10_000,
  maxXmlBytes: 8 * 2 ** 20,
  maxNesting: 3,
}

/** Expansion up to this many bytes is no attack whatever its ratio: a blank page compresses a thousandfold. */
export const harmlessExpansion = 8 * 2 ** 20
