/** A part of a multipart body as it goes over the wire, also one that no client would make. */
export type RawPart = { readonly disposition: string; readonly content: string | Uint8Array }

const boundary = 'frontier'

/** Content type of `multipart`. */
export const multipartType = `multipart/form-data; boundary=${boundary}`

/** A multipart body (RFC 7578), byte by byte. */
export function multipart(parts: readonly RawPart[]): Buffer<ArrayBuffer> {
  const written = parts.flatMap(({ disposition, content }) => [
    multipartHead(disposition),
    Buffer.from(content as string),
  ])
  return Buffer.concat([...written, multipartTail])
}

/** What comes before the bytes of a part. */
export function multipartHead(disposition: string): Buffer {
  return Buffer.from(`\r\n--${boundary}\r\ncontent-disposition: ${disposition}\r\n\r\n`)
}

/** What comes after the bytes of the last part. */
export const multipartTail = Buffer.from(`\r\n--${boundary}--\r\n`)
