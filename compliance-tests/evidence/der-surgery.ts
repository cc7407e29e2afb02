import { context, type Der, decodeDer, encodeDer, octetString } from '#archive-schema/evidence/der.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'

/** Where things lie in a detached CMS signature, as child numbers from the top. */
export const places = {
  signedData: [1, 0],
  content: [1, 0, 2],
  certificates: [1, 0, 3],
  signers: [1, 0, 4],
  signer: [1, 0, 4, 0],
} as const

/** The members of a constructed value, to be changed in place. */
export function children(value: Der): Der[] {
  if (!Array.isArray(value.value)) throw new Error('the value has no members')
  return value.value
}

/** A member, or a member of a member. */
export function childAt(value: Der, ...place: readonly number[]): Der {
  return place.reduce((parent, index) => {
    const child = children(parent)[index]
    if (child === undefined) throw new Error(`there is no member ${index}`)
    return child
  }, value)
}

/** The signature with one of its parts changed, still DER. */
export function edit(signature: Uint8Array, place: readonly number[], change: (members: Der[]) => void): Uint8Array {
  const tree = decodeDer(signature, 100_000, 'signature')
  change(children(childAt(tree, ...place)))
  return encodeDer(tree)
}

/** The signature with other signed attributes, in the order given, over which `signer` has really signed. */
export async function resign(
  signature: Uint8Array,
  signer: Signer,
  change: (attributes: readonly Der[]) => readonly Der[],
): Promise<Uint8Array> {
  const tree = decodeDer(signature, 100_000, 'signature')
  const info = children(childAt(tree, ...places.signer))
  const attributes = context(0, ...change(children(childAt(tree, ...places.signer, 3))))
  const signedBytes = encodeDer(attributes)
  signedBytes[0] = 0x31
  info.splice(3, 1, attributes)
  info.splice(5, 1, octetString(await signer.sign(signedBytes)))
  return encodeDer(tree)
}
