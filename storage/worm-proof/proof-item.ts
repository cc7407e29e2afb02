import { S3Error } from 'minio'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { ProofResult } from '#archive-schema/worm-proof/worm-proof.ts'

/** One item of a WORM proof, tried with `Bench`. */
export type ProofItem<Bench> = {
  readonly id: string
  readonly title: string
  /** Resolves to what was seen. Throws `Disproof` when the store does not keep what the item says. */
  attempt(bench: Bench): Promise<string>
}

/** A store that does not keep what an item says. */
export class Disproof extends Error {
  override readonly name = 'Disproof'
}

/** An item that cannot be tried from here. */
export class NotChecked extends Error {
  override readonly name = 'NotChecked'
}

/** Throws `Disproof` unless `condition`. */
export function demand(condition: boolean, found: string): asserts condition {
  if (!condition) throw new Disproof(found)
}

/**
 * Tries one item. A store that answers with an error where the item needs an answer has not passed it; a store that does not
 * answer at all has disproved nothing: that error is passed on.
 */
export async function tryItem<Bench>({ id, attempt }: ProofItem<Bench>, bench: Bench): Promise<ProofResult> {
  try {
    return { item: id, outcome: 'PASS', detail: oneLine(await attempt(bench)) }
  } catch (error) {
    if (error instanceof NotChecked) return { item: id, outcome: 'NOT_CHECKED', detail: oneLine(error.message) }
    if (!isAnswer(error)) throw error
    const code = error instanceof S3Error ? `${error.code ?? 'error'}: ` : ''
    return { item: id, outcome: 'FAIL', detail: oneLine(`${code}${messageOf(error)}`) }
  }
}

function isAnswer(error: unknown): boolean {
  if (error instanceof Disproof || error instanceof S3Error) return true
  return error instanceof ArchiveError && error.permanent
}

/** A detail stands in one line of the proof. */
function oneLine(text: string): string {
  return text.replaceAll(/\p{Cc}+/gu, ' ').trim() || '-'
}

/** Tries items one after the other: some change what others stand on. */
export async function tryItems<Bench>(items: readonly ProofItem<Bench>[], bench: Bench): Promise<ProofResult[]> {
  const results: ProofResult[] = []
  for (const item of items) results.push(await tryItem(item, bench))
  return results
}
