/** 文件签名 (magic number): runs of bytes at fixed places, all of which must be there. */
export type Signature = {
  readonly parts: readonly SignaturePart[]
}

type SignaturePart = {
  /** First and last offset at which the bytes may begin. */
  readonly from: number
  readonly to: number
  readonly bytes: Uint8Array
  readonly mask: Uint8Array
}

/**
 * Reads a signature as the profile writes it: parts `offset:hex`, separated by spaces. `0..1024:hex` lets the bytes
 * begin anywhere in that range; `hex&mask` compares only the bits of the mask. Throws a plain `Error` for anything
 * else.
 */
export function parseSignature(text: string): Signature {
  return { parts: text.split(' ').map(parsePart) }
}

/** Whether the beginning of a file carries the signature. */
export function carriesSignature(head: Uint8Array, signature: Signature): boolean {
  return signature.parts.every((part) => carriesPart(head, part))
}

/** Whether the signature may begin at more than one place. */
export function isFloating(signature: Signature): boolean {
  return signature.parts.some((part) => part.to > part.from)
}

function parsePart(text: string): SignaturePart {
  const match = /^(\d+)(?:\.\.(\d+))?:((?:[0-9a-f]{2})+)(?:&((?:[0-9a-f]{2})+))?$/.exec(text)
  if (match === null) throw new Error(`not a signature: ${text}`)
  const [, from = '', to = from, hex = '', mask = 'ff'.repeat(hex.length / 2)] = match
  if (mask.length !== hex.length) throw new Error(`mask and bytes differ in length: ${text}`)
  return { from: Number(from), to: Number(to), bytes: fromHex(hex), mask: fromHex(mask) }
}

function fromHex(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
}

function carriesPart(head: Uint8Array, part: SignaturePart): boolean {
  for (let start = part.from; start <= part.to && start + part.bytes.length <= head.length; start++) {
    if (part.bytes.every((byte, index) => ((head[start + index] ?? 0) & (part.mask[index] ?? 0)) === byte)) return true
  }
  return false
}
