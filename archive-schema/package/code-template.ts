import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { CodeTemplate } from '#archive-schema/profiles/code-template-rule.ts'

/**
 * Composes a number from its parts. Throws `DESCRIPTION_ELEMENT` naming the part that is missing or has not the form that
 * the template asks for.
 */
export function formatCode(template: CodeTemplate, parts: Readonly<Record<string, string>>): string {
  return template.template.replaceAll(partPlace, (_, name: string) => formatPart(template, name, parts[name]))
}

/** Form of a composed number, whatever is counted in it. */
type CodeForm = Pick<CodeTemplate, 'template' | 'parts'>

/** The parts of a composed number, or `undefined` if it has not the form of the template. Undoes `formatCode`. */
export function parseCode(template: CodeForm, code: string): Readonly<Record<string, string>> | undefined {
  return new RegExp(`^${codePattern(template)}$`, 'u').exec(code)?.groups
}

/** The sequence from which a number is taken: one for all that are alike in the parts within which the counter counts. */
export function sequenceScope({ resetBy }: CodeTemplate, parts: Readonly<Record<string, string>>): string {
  return resetBy.map((name) => parts[name]).join('-')
}

/** Names of the parts of a template, in order. */
export function partNames({ template }: CodeTemplate): string[] {
  return [...template.matchAll(partPlace)].map(([, name = '']) => name)
}

const partPlace = /\{(\w+)\}/g

function formatPart({ parts: forms, pad }: CodeTemplate, name: string, part: string | undefined): string {
  const form = forms[name] ?? '(?!)'
  const filled = part?.padStart(pad[name] ?? 0, '0')
  if (filled !== undefined && new RegExp(`^(?:${form})$`, 'u').test(filled)) return filled
  throw new ArchiveError({ code: 'DESCRIPTION_ELEMENT', field: name, expected: form, found: filled ?? '' })
}

function codePattern({ template, parts }: CodeForm): string {
  const pieces = template.split(partPlace)
  // Splitting by a pattern with one group puts the names of the parts at the odd places.
  return pieces.map((piece, i) => (i % 2 === 0 ? literally(piece) : `(?<${piece}>${parts[piece] ?? '(?!)'})`)).join('')
}

function literally(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
