import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'
import { formatTextTime } from '#archive-schema/evidence/text-time.ts'
import { demandRebuilt, formatLined, parseLined } from '#archive-schema/ledger/lined-text.ts'

/** What became of an item: shown, disproved, or not tried. What was not tried is never shown. */
export const proofOutcomes = ['PASS', 'FAIL', 'NOT_CHECKED'] as const
export type ProofOutcome = (typeof proofOutcomes)[number]

/** One item (W1 … W24 of an S3 server, F1 … of a WORM folder) and what was seen. */
export type ProofResult = { readonly item: string; readonly outcome: ProofOutcome; readonly detail: string }

/** `full`: every item, in buckets of its own. `probe`: what may be tried beside records. */
export const proofScopes = ['full', 'probe'] as const
export type ProofScope = (typeof proofScopes)[number]

/** 锁定验证 (WORM proof): what a store was seen to enforce. */
export type WormProof = {
  /** Kind, place and what the store cannot enforce. */
  readonly store: string
  /** What the server calls itself (`Server` header); `-` where it says nothing. */
  readonly server: string
  readonly scope: ProofScope
  /** Whole seconds. */
  readonly startedAt: Date
  readonly endedAt: Date
  /** Items whose failure the operator has accepted (`STORE_ACCEPTED_WEAKNESSES`), in the order of the configuration. */
  readonly accepted: readonly string[]
  readonly results: readonly ProofResult[]
}

const kind = 'archive-worm-proof/1'
const names = ['store', 'server', 'scope', 'started', 'ended', 'accepted'] as const
const itemName = /^[A-Z][1-9][0-9]?$/
const resultForm = /^(\S+) (\S+) (.+)$/

/** Failed items that nobody has accepted: with one of them the store is refused. */
export function refusedItems({ results, accepted }: Pick<WormProof, 'results' | 'accepted'>): ProofResult[] {
  return results.filter(({ item, outcome }) => outcome === 'FAIL' && !accepted.includes(item))
}

/** UTF-8 text of a proof, LF, one way of writing. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatWormProof(proof: WormProof): Uint8Array {
  demandRules(proof)
  const { store, server, scope, startedAt, endedAt, accepted, results } = proof
  const fields = {
    ...{ store, server, scope, started: formatTextTime(startedAt), ended: formatTextTime(endedAt) },
    accepted: accepted.length === 0 ? '-' : accepted.join(' '),
  }
  return formatLined(kind, {
    fields,
    lines: results.map(({ item, outcome, detail }) => `${item} ${outcome} ${detail}`),
  })
}

/** Reads `bytes` if they are exactly what `formatWormProof` writes. Throws `EVIDENCE_INVALID`. */
export function parseWormProof(bytes: Uint8Array): WormProof {
  const { fields, lines } = parseLined(kind, names, bytes)
  const { store, server, accepted } = fields
  const scope = proofScopes.find((known) => known === fields.scope)
  demandOfEvidence(scope !== undefined, kind, `${fields.scope} is no scope`)
  const proof = {
    ...{ store, server, scope, startedAt: new Date(fields.started), endedAt: new Date(fields.ended) },
    accepted: accepted === '-' ? [] : accepted.split(' '),
    results: lines.map(parseResult),
  }
  demandRebuilt(kind, formatWormProof(proof), bytes)
  return proof
}

function parseResult(line: string): ProofResult {
  const [, item = '', given, detail = ''] = resultForm.exec(line) ?? []
  const outcome = proofOutcomes.find((known) => known === given)
  demandOfEvidence(outcome !== undefined, kind, `"${line}" is no line of an item`)
  return { item, outcome, detail }
}

function demandRules({ startedAt, endedAt, accepted, results }: WormProof): void {
  const items = results.map(({ item }) => item)
  const isNamed = items.length > 0 && [...items, ...accepted].every((item) => itemName.test(item))
  demandOfEvidence(isNamed, kind, 'it has no items, or one that is none')
  const isWhole = [startedAt, endedAt].every((at) => at.getTime() % 1000 === 0)
  demandOfEvidence(isWhole, kind, 'a time is not of whole seconds')
  demandOfEvidence(startedAt.getTime() >= 0 && endedAt >= startedAt, kind, 'it ends before it begins')
  demandOfEvidence(new Set(items).size === items.length, kind, 'an item stands there twice')
}
