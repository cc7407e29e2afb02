/** What a meaning holds: one text, several texts, one group of meanings, or several groups. */
export type MeaningKind = 'text' | 'texts' | { readonly group: Vocabulary } | { readonly groups: Vocabulary }

/**
 * The meanings (stable English keys) that the code fills and reads at one place of the metadata. What they are called in
 * a file, and whether they are due, is said by a profile.
 */
export type Vocabulary = { readonly [meaning: string]: MeaningKind }

/** The values of a vocabulary. A meaning without a value is left out or `undefined`; there are no empty lists. */
export type ValuesOf<V extends Vocabulary> = { readonly [Meaning in keyof V]?: ValueOf<V[Meaning]> | undefined }

type ValueOf<Kind> = Kind extends 'text'
  ? string
  : Kind extends 'texts'
    ? readonly string[]
    : Kind extends { readonly group: infer V extends Vocabulary }
      ? ValuesOf<V>
      : Kind extends { readonly groups: infer V extends Vocabulary }
        ? readonly ValuesOf<V>[]
        : never

/** The same values without knowledge of the vocabulary, as tables of elements see them. */
export type ElementGroup = { readonly [meaning: string]: ElementValue | undefined }
/** One value of an element without knowledge of the vocabulary. */
export type ElementValue = string | readonly string[] | ElementGroup | readonly ElementGroup[]

/** Whether a value is that of a repeatable element. (`Array.isArray` alone loses what is read-only.) */
export function isList(value: ElementValue): value is readonly string[] | readonly ElementGroup[] {
  return Array.isArray(value)
}
