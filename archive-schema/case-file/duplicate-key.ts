import { fieldPath } from './field-path.ts'

const tokens = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]/g

/** An object or array that is open while the tokens are read: the place in it, and for an object the keys so far. */
type Level = { readonly keys?: Set<string>; place: string | number }

/**
 * The path of the first key that stands twice in one object. Only tokens are read: the text must have been parsed
 * already. One is enough: the paths of all of them could be far longer than the text.
 */
export function duplicateKey(json: string): string | undefined {
  const levels: Level[] = []
  let text = ''
  for (const [token] of json.matchAll(tokens)) {
    if (token.startsWith('"')) text = token
    else if (token !== ':') follow(levels, token)
    else if (repeatsKey(levels.at(-1), text)) return fieldPath(levels.map((at) => at.place))
  }
  return undefined
}

function repeatsKey(level: Level | undefined, text: string): boolean {
  if (level?.keys === undefined) return false
  const key = String(JSON.parse(text))
  const repeated = level.keys.has(key)
  level.keys.add(key)
  level.place = key
  return repeated
}

function follow(levels: Level[], token: string): void {
  const level = levels.at(-1)
  if (token === '{') levels.push({ keys: new Set(), place: '' })
  else if (token === '[') levels.push({ place: 0 })
  else if (token === '}' || token === ']') levels.pop()
  else if (typeof level?.place === 'number') level.place += 1
}
