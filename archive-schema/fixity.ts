/** 数字摘要 (digests) of one run of bytes, lower-case hexadecimal: SHA-256 (FIPS 180-4) and SM3 (GB/T 32905). */
export type Digests = {
  readonly sha256: string
  readonly sm3: string
}

/** What an object of the store is known by. Its SM3 is not taken: SM3 covers every file in it, and costs four times SHA-256. */
export type ObjectFixity = { readonly bytes: number; readonly sha256: string }

/** What is known of a content file by its bytes alone: number of bytes and digests. */
export type Fixity = Digests & { readonly bytes: number }
