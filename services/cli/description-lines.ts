import type { DescriptiveValue } from '#archive-schema/description/description.ts'
import type { ShownDescription } from '../access/show-description.ts'
import { table } from './output.ts'

/** A description as people read it: its elements, then every change. */
export function descriptionLines({ version, elements, history }: ShownDescription): string[] {
  const values = elements.map(({ title, value }) => [title, textOf(value)])
  const changes = history.flatMap(({ version, at, by, reason, changes }) =>
    changes.map(({ title, before, after }) => [
      `v${version}`,
      at,
      by,
      reason,
      `${title}: ${textOf(before)} → ${textOf(after)}`,
    ]),
  )
  return [`著录 v${version}`, table(values), ...(changes.length === 0 ? [] : [table(changes)])]
}

function textOf(value: DescriptiveValue | undefined): string {
  return value === undefined ? '∅' : [value].flat().join('；')
}
