import { type PdfDictionary, PdfName, type PdfValue } from './pdf-syntax.ts'

/** Actions (ISO 32000-1 12.6.4) that run something: a script in the document, or a program or document outside. */
const runningActions = new Set(['JavaScript', 'Launch'])

/** Without one of these words, plain or with escapes (`#`), there is nothing that `findRunningAction` could find. */
const signalWords = ['JavaScript', 'Launch', 'Rendition', 'XFA', '#']

/** Whether PDF syntax may hold something that runs, before it is parsed. */
export function mayHoldRunningAction(text: string): boolean {
  return signalWords.some((word) => text.includes(word))
}

/**
 * What in a value runs when the document is opened or used, in words; `undefined` if nothing does. Found are script
 * and launch actions wherever they hang (open action, page, annotation, field, name tree), scripts of renditions, and
 * XFA forms, whose content a script makes.
 */
export function findRunningAction(value: PdfValue): string | undefined {
  // The name of an action may be an object of its own, and nothing else needs such an object.
  if (value instanceof PdfName && runningActions.has(value.text)) return `PDF /${value.text}`
  const waiting: PdfValue[] = [value]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const action = next instanceof Map ? runningActionOf(next) : undefined
    if (action !== undefined) return action
    for (const part of partsOf(next)) if (typeof part === 'object') waiting.push(part)
  }
  return undefined
}

function partsOf(value: PdfValue): Iterable<PdfValue> {
  if (Array.isArray(value)) return value
  return value instanceof Map ? value.values() : []
}

function runningActionOf(dictionary: PdfDictionary): string | undefined {
  const type = dictionary.get('S')
  const name = type instanceof PdfName ? type.text : ''
  if (runningActions.has(name)) return `PDF /${name}`
  if (name === 'Rendition' && dictionary.has('JS')) return 'PDF /Rendition with /JS'
  return dictionary.has('XFA') ? 'PDF /XFA' : undefined
}
