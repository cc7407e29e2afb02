import type { Buffer } from 'node:buffer'
import { demandOfSignature } from './demand.ts'
import type { Der } from './der.ts'
import { isBoolean, readBoolean, readObjectIdentifier, readOctets, readSequence } from './read-der.ts'

/** What an extension says, and whether a reader must heed it. */
export type Extension = { readonly content: Buffer; readonly isCritical: boolean }

/**
 * Extensions (RFC 5280 4.2) by their object identifiers, each there once. `of` names what they belong to. Throws
 * `SIGNATURE_INVALID`, also for critical ones that are not among the `understood`.
 */
export function readExtensions(
  list: Der | undefined,
  of: string,
  understood: ReadonlySet<string>,
): ReadonlyMap<string, Extension> {
  const extensions = new Map<string, Extension>()
  for (const element of readSequence(list, `extensions of ${of}`)) {
    const [oid, ...rest] = readSequence(element, `an extension of ${of}`)
    const name = readObjectIdentifier(oid, `an extension of ${of}`)
    const isCritical = isBoolean(rest[0]) && readBoolean(rest.shift(), 'criticality')
    demandOfSignature(rest.length === 1, `${of}: extension ${name} has another form`)
    demandOfSignature(!extensions.has(name), `${of}: extension ${name} stands there twice`)
    demandOfSignature(!isCritical || understood.has(name), `${of}: critical extension ${name} is not understood`)
    extensions.set(name, { content: readOctets(rest[0], `${of}: extension ${name}`), isCritical })
  }
  return extensions
}
