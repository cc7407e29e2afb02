import jsTokens from 'js-tokens'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** The words of a profile. */
export type ProfileWords = {
  /** Titles of elements and files, for people. */
  readonly titles: ReadonlySet<string>
  /** Names of files, folders and tags, and codes of value lists. */
  readonly names: ReadonlySet<string>
  /** The keys by which the code knows what an element means. */
  readonly meanings: ReadonlySet<string>
}

/** Collects what a profile names. */
export function wordsOf({ files, folders, childFolder, nodes }: Profile): ProfileWords {
  const tables = Object.values(files)
  const rules = tables.flatMap(({ elements }) => elements.flatMap(withChildren))
  return {
    titles: new Set([...tables.map(({ root }) => root.title), ...rules.map(({ title }) => title)]),
    names: new Set([
      ...tables.flatMap(({ name, root }) => [name, root.tag]),
      ...folders.map(({ name }) => name),
      childFolder.name,
      ...nodes.map(({ name }) => name),
      ...rules.map(({ tag }) => tag),
      ...rules.flatMap(({ values = [] }) => values.filter((value) => code.test(value))),
    ]),
    meanings: new Set(rules.map(({ key }) => key)),
  }
}

/** The whole texts of string literals and templates of a source that are among `words`, each with its line. */
export function literalsAmong(source: string, words: ReadonlySet<string>): string[] {
  const found: string[] = []
  let line = 1
  for (const { type, value } of jsTokens(source)) {
    const text = literalTypes.has(type) ? value.replace(/^['"`]|['"`]$/g, '') : undefined
    if (text !== undefined && words.has(text)) found.push(`${line}: ${text}`)
    line += value.split('\n').length - 1
  }
  return found
}

const literalTypes = new Set(['StringLiteral', 'NoSubstitutionTemplate'])

/** A code of a list, as against a word of the language: letters followed by digits. */
const code = /^[A-Z]+\d+$/

function withChildren(rule: ElementRule): ElementRule[] {
  return [rule, ...(rule.children ?? []).flatMap(withChildren)]
}
