/** 间接引用 (indirect reference) to an object by its number; generations are not needed to find it. */
export class PdfReference {
  readonly number: number

  constructor(number: number) {
    this.number = number
  }
}

/** 名字 (name object), escapes resolved: `/Java#53cript` and `/JavaScript` are the same. */
export class PdfName {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

/** 字符串 (string object), literal or hexadecimal: where it stands in the scanned text, its delimiters included. */
export class PdfString {
  readonly start: number
  readonly end: number

  constructor(start: number, end: number) {
    this.start = start
    this.end = end
  }
}

export type PdfDictionary = ReadonlyMap<string, PdfValue>

/** A value; booleans and null are both `null`, for nothing here depends on them. */
export type PdfValue = null | number | PdfName | PdfReference | PdfString | readonly PdfValue[] | PdfDictionary

/** The bytes end inside a value: there may be more of them in the file. */
export class PdfCut extends Error {
  override readonly name = 'PdfCut'
}

/** The bytes are no PDF syntax. */
export class PdfSyntaxError extends Error {
  override readonly name = 'PdfSyntaxError'
}

const maxDepth = 100
const sign = {
  lineFeed: 10,
  carriageReturn: 13,
  percent: 37,
  open: 40,
  close: 41,
  slash: 47,
  zero: 48,
  nine: 57,
  less: 60,
  greater: 62,
  openBracket: 91,
  backslash: 92,
  closeBracket: 93,
} as const
/** Kinds of characters by code (7.2.2): regular, white space, delimiter. */
const kind = { regular: 0, space: 1, delimiter: 2 } as const
const kinds = Uint8Array.from({ length: 256 }, (_, code) => {
  if ([0, 9, 10, 12, 13, 32].includes(code)) return kind.space
  return '()<>[]{}/%'.includes(String.fromCharCode(code)) ? kind.delimiter : kind.regular
})

/**
 * Reads PDF syntax (ISO 32000-1 7.2 and 7.3) from bytes that were decoded as Latin-1, one character a byte.
 * Throws `PdfCut` and `PdfSyntaxError`.
 */
export class PdfScanner {
  readonly #text: string
  #at: number

  constructor(text: string, at = 0) {
    this.#text = text
    this.#at = at
  }

  readInteger(): number {
    this.#skipSpace()
    const number = this.#readDigits()
    if (number === undefined) throw new PdfSyntaxError('a number was expected')
    return number
  }

  /** Whether `word` comes next, as a whole word; if so it is passed over. */
  take(word: string): boolean {
    const start = this.#at
    this.#skipSpace()
    if (this.#text.startsWith(word, this.#at) && !isRegular(this.#peek(word.length))) {
      this.#at += word.length
      return true
    }
    this.#peek(word.length)
    this.#at = start
    return false
  }

  /** After the keyword `stream`: where the content begins. */
  readStreamStart(): number {
    if (this.#peek() === sign.carriageReturn) this.#at++
    if (this.#peek() === sign.lineFeed) this.#at++
    return this.#at
  }

  readValue(depth = 0): PdfValue {
    if (depth > maxDepth) throw new PdfSyntaxError('values nested too deep')
    this.#skipSpace()
    switch (this.#peek()) {
      case sign.slash:
        return new PdfName(this.#readName())
      case sign.openBracket:
        this.#at++
        return this.#readArray(depth)
      case sign.open:
        return this.#readString()
      case sign.less:
        return this.#readDictionaryOrHex(depth)
      default:
        return this.#readNumberOrWord()
    }
  }

  #peek(ahead = 0): number {
    const code = this.#text.charCodeAt(this.#at + ahead)
    if (Number.isNaN(code)) throw new PdfCut('the bytes end inside a value')
    return code
  }

  #skipSpace(): void {
    for (let code = this.#text.charCodeAt(this.#at); ; code = this.#text.charCodeAt(this.#at)) {
      if (code === sign.percent) this.#skipComment()
      else if (kinds[code] === kind.space) this.#at++
      else return
    }
  }

  #skipComment(): void {
    while (this.#peek() !== sign.lineFeed && this.#peek() !== sign.carriageReturn) this.#at++
  }

  #skipRegular(): void {
    while (isRegular(this.#peek())) this.#at++
  }

  #readName(): string {
    this.#at++
    const start = this.#at
    this.#skipRegular()
    const raw = this.#text.slice(start, this.#at)
    if (!raw.includes('#')) return raw
    return raw.replaceAll(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  }

  #readArray(depth: number): PdfValue[] {
    const values: PdfValue[] = []
    for (this.#skipSpace(); this.#peek() !== sign.closeBracket; this.#skipSpace()) {
      values.push(this.readValue(depth + 1))
    }
    this.#at++
    return values
  }

  #readDictionaryOrHex(depth: number): PdfValue {
    if (this.#peek(1) === sign.less) {
      this.#at += 2
      return this.#readDictionary(depth)
    }
    const start = this.#at
    while (this.#peek() !== sign.greater) this.#at++
    this.#at++
    return new PdfString(start, this.#at)
  }

  #readDictionary(depth: number): PdfDictionary {
    const entries = new Map<string, PdfValue>()
    for (this.#skipSpace(); this.#peek() === sign.slash; this.#skipSpace()) {
      const key = this.#readName()
      entries.set(key, this.readValue(depth + 1))
    }
    if (this.#peek() !== sign.greater || this.#peek(1) !== sign.greater) {
      throw new PdfSyntaxError('a dictionary key was expected')
    }
    this.#at += 2
    return entries
  }

  #readString(): PdfString {
    const start = this.#at
    let open = 0
    do {
      const code = this.#peek()
      if (code === sign.backslash) this.#at++
      else if (code === sign.open) open++
      else if (code === sign.close) open--
      this.#at++
    } while (open > 0)
    return new PdfString(start, this.#at)
  }

  #readNumberOrWord(): PdfValue {
    const start = this.#at
    const number = this.#readDigits()
    if (number !== undefined) return this.#readReference(number) ?? number
    this.#skipRegular()
    const word = this.#text.slice(start, this.#at)
    if (/^[+-]?\.?\d/.test(word)) return Number.parseFloat(word)
    if (word === 'true' || word === 'false' || word === 'null') return null
    throw new PdfSyntaxError(`a value was expected, not "${word.slice(0, 20)}"`)
  }

  /** A whole number without sign; nothing is passed over if it is none. */
  #readDigits(): number | undefined {
    const start = this.#at
    let number = 0
    let code = this.#peek()
    while (code >= sign.zero && code <= sign.nine) {
      number = number * 10 + code - sign.zero
      this.#at++
      code = this.#peek()
    }
    if (this.#at > start && !isRegular(code)) return number
    this.#at = start
    return undefined
  }

  /** `12 0 R` after the 12; nothing is passed over if it is no reference. */
  #readReference(number: number): PdfReference | undefined {
    const start = this.#at
    this.#skipSpace()
    if (this.#readDigits() !== undefined && this.take('R')) return new PdfReference(number)
    this.#at = start
    return undefined
  }
}

function isRegular(code: number): boolean {
  return kinds[code] === kind.regular
}
