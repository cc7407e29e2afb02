/** Bytes of a block and of a digest. */
const blockBytes = 64
const start = [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e] as const
const rounds = Array.from({ length: 64 }, (_, round) => rotate(round < 16 ? 0x79cc4519 : 0x7a879d8a, round % 32))

/** SM3 (GB/T 32905-2016) of bytes that pass by, where no engine brings it along: in a browser. */
export class Sm3 {
  readonly #state = Int32Array.from(start)
  readonly #block = new Uint8Array(blockBytes)
  readonly #words = new Int32Array(68)
  #bytes = 0

  update(data: Uint8Array): this {
    let offset = 0
    while (offset < data.length) {
      const filled = this.#bytes % blockBytes
      const part = data.subarray(offset, offset + blockBytes - filled)
      this.#block.set(part, filled)
      offset += part.length
      this.#bytes += part.length
      if (this.#bytes % blockBytes === 0) this.#compress()
    }
    return this
  }

  /** The digest; nothing may be added afterwards. */
  digest(): Uint8Array {
    const bits = BigInt(this.#bytes) * 8n
    const zeros = (blockBytes * 2 - 9 - (this.#bytes % blockBytes)) % blockBytes
    const padding = new Uint8Array(1 + zeros + 8)
    padding[0] = 0x80
    new DataView(padding.buffer).setBigUint64(1 + zeros, bits)
    this.update(padding)
    const digest = new DataView(new ArrayBuffer(32))
    this.#state.forEach((word, index) => {
      digest.setInt32(index * 4, word)
    })
    return new Uint8Array(digest.buffer)
  }

  #compress(): void {
    const words = this.#expand()
    const state = this.#state
    let [a, b, c, d, e, f, g, h] = state as unknown as Eight
    for (let j = 0; j < 64; j++) {
      const a12 = rotate(a, 12)
      const ss1 = rotate((a12 + e + at(rounds, j)) | 0, 7)
      const ff = j < 16 ? a ^ b ^ c : (a & b) | (a & c) | (b & c)
      const gg = j < 16 ? e ^ f ^ g : (e & f) | (~e & g)
      const tt1 = (ff + d + (ss1 ^ a12) + (at(words, j) ^ at(words, j + 4))) | 0
      const tt2 = (gg + h + ss1 + at(words, j)) | 0
      ;[a, b, c, d] = [tt1, a, rotate(b, 9), c]
      ;[e, f, g, h] = [tt2 ^ rotate(tt2, 9) ^ rotate(tt2, 17), e, rotate(f, 19), g]
    }
    ;[a, b, c, d, e, f, g, h].forEach((word, index) => {
      state[index] = at(state, index) ^ word
    })
  }

  #expand(): Int32Array {
    const words = this.#words
    const view = new DataView(this.#block.buffer)
    for (let j = 0; j < 16; j++) words[j] = view.getInt32(j * 4)
    for (let j = 16; j < 68; j++) {
      const x = at(words, j - 16) ^ at(words, j - 9) ^ rotate(at(words, j - 3), 15)
      words[j] = x ^ rotate(x, 15) ^ rotate(x, 23) ^ rotate(at(words, j - 13), 7) ^ at(words, j - 6)
    }
    return words
  }
}

type Eight = [number, number, number, number, number, number, number, number]

function rotate(word: number, by: number): number {
  return by === 0 ? word | 0 : (word << by) | (word >>> (32 - by))
}

function at(words: ArrayLike<number>, index: number): number {
  return words[index] ?? 0
}
