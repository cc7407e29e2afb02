import { Buffer } from 'node:buffer'
import { demandOfEvidence } from '#archive-schema/evidence/demand.ts'

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

const name = 'worm-proof'
const oneLine = /^[^\p{Cc}]+$/u
const head = 'archive-worm-proof/1'
const line = '[^\\p{Cc}]+'
const instant = '[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z'
const itemName = '[A-Z][1-9][0-9]?'
const form = new RegExp(
  [
    `^${head}`,
    `store: (?<store>${line})`,
    `server: (?<server>${line})`,
    `scope: (?<scope>${proofScopes.join('|')})`,
    `started: (?<started>${instant})`,
    `ended: (?<ended>${instant})`,
    `accepted: (?<accepted>-|${itemName}(?: ${itemName})*)`,
    `(?<items>(?:${itemName} (?:${proofOutcomes.join('|')}) ${line}\n)+)$`,
  ].join('\n'),
  'u',
)

/** Failed items that nobody has accepted: with one of them the store is refused. */
export function refusedItems({ results, accepted }: Pick<WormProof, 'results' | 'accepted'>): ProofResult[] {
  return results.filter(({ item, outcome }) => outcome === 'FAIL' && !accepted.includes(item))
}

/** UTF-8 text of a proof, LF, one way of writing. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatWormProof(proof: WormProof): Uint8Array {
  const text = writeLines(proof)
  const isInLines = proof.results.every(({ detail }) => oneLine.test(detail)) && oneLine.test(proof.store)
  demandOfEvidence(isInLines && form.test(text), name, 'a field has a value that has no form')
  demandRules(proof)
  return Buffer.from(text)
}

/** Reads `bytes` if they are exactly what `formatWormProof` writes. Throws `EVIDENCE_INVALID`. */
export function parseWormProof(bytes: Uint8Array): WormProof {
  const fields = form.exec(Buffer.from(bytes).toString('utf8'))?.groups
  demandOfEvidence(fields !== undefined, name, `it is not the lines of ${head}`)
  const proof = readFields(fields)
  demandRules(proof)
  demandOfEvidence(
    Buffer.from(writeLines(proof)).equals(bytes),
    name,
    'its lines are not written in the one allowed way',
  )
  return proof
}

function writeLines(proof: WormProof): string {
  const { store, server, scope, accepted, results } = proof
  return [
    head,
    `store: ${store}`,
    `server: ${server}`,
    `scope: ${scope}`,
    `started: ${writeInstant(proof.startedAt)}`,
    `ended: ${writeInstant(proof.endedAt)}`,
    `accepted: ${accepted.length === 0 ? '-' : accepted.join(' ')}`,
    ...results.map(({ item, outcome, detail }) => `${item} ${outcome} ${detail}`),
    '',
  ].join('\n')
}

function writeInstant(at: Date): string {
  return Number.isNaN(at.getTime()) ? '-' : at.toISOString().replace('.000Z', 'Z')
}

function readFields(fields: Readonly<Record<string, string | undefined>>): WormProof {
  const text = (key: string) => fields[key] ?? ''
  return {
    store: text('store'),
    server: text('server'),
    scope: text('scope') as ProofScope,
    startedAt: new Date(text('started')),
    endedAt: new Date(text('ended')),
    accepted: text('accepted') === '-' ? [] : text('accepted').split(' '),
    results: text('items').trimEnd().split('\n').map(readResult),
  }
}

function readResult(text: string): ProofResult {
  const [item = '', outcome = '', ...detail] = text.split(' ')
  return { item, outcome: outcome as ProofOutcome, detail: detail.join(' ') }
}

function demandRules({ startedAt, endedAt, results }: WormProof): void {
  const items = results.map(({ item }) => item)
  demandOfEvidence(startedAt.getTime() >= 0 && endedAt >= startedAt, name, 'it ends before it begins')
  demandOfEvidence(new Set(items).size === items.length, name, 'an item stands there twice')
}
