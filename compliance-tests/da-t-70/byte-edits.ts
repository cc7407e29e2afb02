import fc from 'fast-check'

/** A change of bytes, and in which words to tell of it. */
export type ByteEdit = { readonly name: string; readonly apply: (bytes: Uint8Array) => Uint8Array }

const interpolations = [' ', '\n', '<!-- -->', '<![CDATA[x]]>', '&amp;', '</', '是', '\u0000', '<?x?>', '0']

/** Small changes anywhere: positions are taken modulo the length, so that every number is one. */
export const byteEdits: fc.Arbitrary<ByteEdit> = fc.oneof(
  fc.record({ at: fc.nat(), bit: fc.nat({ max: 7 }) }).map(({ at, bit }) => ({
    name: `bit ${bit} of byte ${at} flipped`,
    apply: (bytes: Uint8Array) => bytes.map((byte, i) => (i === at % bytes.length ? byte ^ (1 << bit) : byte)),
  })),
  fc.record({ at: fc.nat(), count: fc.integer({ min: 1, max: 64 }) }).map(({ at, count }) => ({
    name: `${count} bytes from ${at} left out`,
    apply: (bytes: Uint8Array) => spliced(bytes, at, count, new Uint8Array()),
  })),
  fc.record({ at: fc.nat(), more: fc.uint8Array({ minLength: 1, maxLength: 64 }) }).map(({ at, more }) => ({
    name: `${more.length} bytes put in at ${at}`,
    apply: (bytes: Uint8Array) => spliced(bytes, at, 0, more),
  })),
  fc.record({ at: fc.nat(), text: fc.constantFrom(...interpolations) }).map(({ at, text }) => ({
    name: `${JSON.stringify(text)} put in at ${at}`,
    apply: (bytes: Uint8Array) => spliced(bytes, at, 0, new TextEncoder().encode(text)),
  })),
)

function spliced(bytes: Uint8Array, at: number, count: number, more: Uint8Array): Uint8Array {
  const start = at % (bytes.length + 1)
  return Buffer.concat([bytes.subarray(0, start), more, bytes.subarray(start + count)])
}
