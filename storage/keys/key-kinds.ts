import { generateKeyPair, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'

/** Kinds of key that a package signer for generic tools may have. */
export const genericKeyKinds = ['ecdsa-p256', 'rsa-2048', 'rsa-3072'] as const
/** Kinds of key that a package signer may have. */
export const keyKinds = [...genericKeyKinds, 'sm2'] as const
export type GenericKeyKind = (typeof genericKeyKinds)[number]
export type KeyKind = (typeof keyKinds)[number]

const generate = promisify(generateKeyPair)

/** Makes a new pair. An SM2 key of node is a number and a point: nothing may be signed with it by node itself. */
export function makeKeyPair(kind: KeyKind): Promise<{ publicKey: KeyObject; privateKey: KeyObject }> {
  switch (kind) {
    case 'ecdsa-p256':
      return generate('ec', { namedCurve: 'P-256' })
    case 'rsa-2048':
      return generate('rsa', { modulusLength: 2048 })
    case 'rsa-3072':
      return generate('rsa', { modulusLength: 3072 })
    case 'sm2':
      return generate('ec', { namedCurve: 'SM2' })
  }
}
