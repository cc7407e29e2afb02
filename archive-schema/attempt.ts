import { ArchiveError } from './archive-error.ts'

/** Something that was read from a record, or the refusal that says why it cannot be. */
export type Attempt<T> = { readonly value: T } | { readonly refusal: ArchiveError }

/**
 * Keeps a refusal that speaks of the record. All else is passed on: a store that does not answer says nothing of the
 * record, and a mistake of ours even less.
 */
export async function attempt<T>(read: () => T | Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read() }
  } catch (error) {
    if (error instanceof ArchiveError && error.permanent) return { refusal: error }
    throw error
  }
}

/** What was read. Throws the refusal. */
export function demandValue<T>(attempted: Attempt<T>): T {
  if ('refusal' in attempted) throw attempted.refusal
  return attempted.value
}
