import { Buffer } from 'node:buffer'
import { type KeyEvent, parseKeyEvent } from './key-event.ts'
import { type KeySuccession, parseKeySuccession, successionKind } from './key-succession.ts'

/** Any text of a `key` entry. */
export type KeyText = { readonly event: KeyEvent } | { readonly succession: KeySuccession }

/** Reads a text of a `key` entry, whichever it is. Throws `EVIDENCE_INVALID`, `SIGNATURE_INVALID`. */
export function parseKeyText(bytes: Uint8Array): KeyText {
  const isSuccession = Buffer.from(bytes).toString('utf8').startsWith(`${successionKind}\n`)
  return isSuccession ? { succession: parseKeySuccession(bytes) } : { event: parseKeyEvent(bytes) }
}

/** The event in a text; none in one that tells a succession. Throws as `parseKeyText`. */
export function keyEventsIn(bytes: Uint8Array): readonly KeyEvent[] {
  const text = parseKeyText(bytes)
  return 'event' in text ? [text.event] : []
}
