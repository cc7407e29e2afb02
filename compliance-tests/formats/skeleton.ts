/** One signature as PRONOM gives it: where its sequences begin (`BOF+0:`, `EOF+0:`, `VAR+0:`), and their bytes. */
export type SkeletonSignature = {
  readonly pronom: string
  readonly name: string
  readonly extension: string
  /** Number of the signature in PRONOM. */
  readonly signature: number
  readonly sequences: readonly string[]
}

/** What stands where a signature leaves bytes open: zeros, and blanks in a signature of printable characters that begins the file. */
type Filler = 0 | 0x20

const gapBytes = 16

/**
 * 骨架文件 (skeleton file): the shortest file that has every sequence of a signature where it must be, and nothing else of
 * its format. Throws a plain `Error` for a sequence that it cannot read.
 */
export function buildSkeleton({ sequences }: SkeletonSignature): Buffer {
  const filler = isPrintable(sequences) ? 0x20 : 0
  const gap = Buffer.alloc(gapBytes, filler)
  const parts = sequences.map((sequence) => parseSequence(sequence, filler))
  const at = (place: string) => parts.filter((part) => part.place === place)
  const beginning = layOver(at('BOF'), filler)
  const variable = at('VAR').flatMap(({ bytes }) => [gap, bytes])
  const end = at('EOF').flatMap(({ bytes, offset }) => [gap, bytes, Buffer.alloc(offset, filler)])
  return Buffer.concat([beginning, ...variable, ...end])
}

type Sequence = { readonly place: string; readonly offset: number; readonly bytes: Buffer }

function isPrintable(sequences: readonly string[]): boolean {
  return sequences.every(
    (sequence) =>
      !/^BOF\+[1-9]/.test(sequence) && /^[\t\n\r -~]*$/.test(parseSequence(sequence, 0x20).bytes.toString('latin1')),
  )
}

function parseSequence(text: string, filler: Filler): Sequence {
  const match = /^(BOF|EOF|VAR)\+(\d+):(.+)$/.exec(text)
  if (match === null) throw new Error(`not a sequence: ${text}`)
  const [, place = '', offset = '', expression = ''] = match
  return { place, offset: Number(offset), bytes: expand(expression, filler) }
}

/** Several sequences of the beginning may overlap the room that another one leaves. */
function layOver(sequences: readonly Sequence[], filler: Filler): Buffer {
  const out = Buffer.alloc(Math.max(0, ...sequences.map(({ offset, bytes }) => offset + bytes.length)), filler)
  for (const { offset, bytes } of sequences)
    for (const [index, byte] of bytes.entries()) if (byte !== filler) out[offset + index] = byte
  return out
}

const tokens = /\(([^()]*)\)|\[(!)?([^\]:]+)(?::[^\]]+)?\]|\{(\d+)(?:-[\d*]+)?\}|(\*)|((?:[0-9A-F]{2}|\?\?)+)/gi

/** The shortest bytes that an expression of PRONOM allows; of alternatives the first. */
function expand(expression: string, filler: Filler): Buffer {
  const parts: Buffer[] = []
  let place = 0
  for (const match of expression.matchAll(tokens)) {
    if (match.index !== place) throw new Error(`cannot read ${expression.slice(place, place + 20)}`)
    place += match[0].length
    parts.push(expandToken(match, filler))
  }
  if (place !== expression.length) throw new Error(`cannot read ${expression.slice(place, place + 20)}`)
  return Buffer.concat(parts)
}

function expandToken([, choice, not, range, count, any, hex]: RegExpExecArray, filler: Filler): Buffer {
  if (choice !== undefined) return expand(choice.split('|')[0] ?? '', filler)
  if (range !== undefined) return not === undefined ? Buffer.from(range, 'hex') : otherThan(range)
  if (count !== undefined) return Buffer.alloc(Number(count), filler)
  return any === undefined ? Buffer.from((hex ?? '').replaceAll('??', '00'), 'hex') : Buffer.alloc(gapBytes, filler)
}

function otherThan(hex: string): Buffer {
  return Buffer.from(hex, 'hex').map((byte) => byte ^ 0xff) as Buffer
}
