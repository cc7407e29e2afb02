import { type FormatEntry, formatEntry, formatProfile } from './format-profile.ts'
import { carriesSignature, isFloating } from './signature.ts'
import { decodeText } from './text-encoding.ts'

/**
 * How many bytes of the beginning `identifyFormat` wants to see: enough for every signature and for the first tag of a
 * text.
 */
export const headBytes = 4096

/**
 * 格式识别 (format identification): the format that the first bytes of a file show, `undefined` if none is known.
 * The extension only tells apart texts that look alike (a script and a note). A format that lives in a ZIP is
 * found as `zip`; `refineZip` says which it is.
 */
export function identifyFormat(head: Uint8Array, extension: string): FormatEntry | undefined {
  const text = decodeText(head, true)?.text
  return (
    bySignature(head, text !== undefined, { floating: false }) ??
    bySignature(head, text !== undefined, { floating: true }) ??
    (text === undefined ? undefined : byText(text, extension))
  )
}

/** The entries of a ZIP whose text tells what it is. */
export const tellingEntries: ReadonlySet<string> = new Set(
  formatProfile.formats.flatMap(({ zipContains = [] }) => zipContains.map(({ entry }) => entry)),
)

/**
 * What a ZIP is by the names of its entries and the texts of the `tellingEntries` among them, e.g. `ofd`; `zip` itself
 * if by these it is nothing more.
 */
export function refineZip(
  zip: FormatEntry,
  entryNames: readonly string[],
  texts: ReadonlyMap<string, string> = new Map(),
): FormatEntry {
  const names = new Set(entryNames)
  return formatProfile.formats.find((format) => livesInZip(format, names) || isTold(format, texts)) ?? zip
}

function bySignature(head: Uint8Array, isText: boolean, { floating }: { floating: boolean }): FormatEntry | undefined {
  return formatProfile.formats.find(
    (format) =>
      !(isText && format.neverText === true) &&
      format.signatures?.some((signature) => isFloating(signature) === floating && carriesSignature(head, signature)),
  )
}

// Openings go first, so that markup stays markup under whatever name; plain text has no opening and is asked last.
function byText(text: string, extension: string): FormatEntry {
  const { formats } = formatProfile
  return (
    formats.find((format) => format.opening?.test(text)) ??
    formats.find((format) => format.byExtension === true && format.extensions.includes(extension)) ??
    formatEntry('text')
  )
}

function livesInZip(format: FormatEntry, names: ReadonlySet<string>): boolean {
  const rule = format.zipEntries
  if (rule === undefined) return false
  return 'anyOf' in rule ? rule.anyOf.some((name) => names.has(name)) : rule.allOf.every((name) => names.has(name))
}

function isTold({ zipContains = [] }: FormatEntry, texts: ReadonlyMap<string, string>): boolean {
  return zipContains.some(({ entry, pattern }) => pattern.test(texts.get(entry) ?? ''))
}
