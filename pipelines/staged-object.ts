import type { ObjectFixity } from '#archive-schema/fixity.ts'

/** A file that a stage made in the staging folder of its case, to become an object of the store. */
export type StagedObject = {
  readonly file: string
  readonly fixity: ObjectFixity
}

/**
 * A name that no other run of the stage has. Which file counts is decided with the result of the stage: what a killed run left
 * is never read, and where two processes work on one case, neither writes what the other has decided on.
 */
export function newStagedName(kind: 'text.jsonl' | 'package.zip' | 'evidence.tar'): string {
  return `${crypto.randomUUID()}.${kind}`
}
