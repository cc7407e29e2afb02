import { type KeyObject, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { readPublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import { ed25519Verifier, type NoteSigner, type NoteVerifier, sm2Verifier } from '#archive-schema/ledger/note-key.ts'
import { sm2NumberOf } from '#archive-schema/signatures/sm2-key.ts'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'
import { signerUnfit } from './signer-unfit.ts'

const signAsync = promisify(sign)

/**
 * A signer whose key lies in this process. A signature counts only after it has been verified with the public key that is
 * given to verifiers.
 */
export function ed25519Signer(name: string, privateKey: KeyObject, publicPem: string): NoteSigner {
  const verifier = ed25519Verifier(name, readPublicPem('ed25519', publicPem))
  return provenSigner(verifier, (text) => signAsync(null, text, privateKey))
}

/** The same by SM2 with SM3, identity 1234567812345678. Throws `SIGNER_UNFIT` for a key of another kind. */
export function sm2Signer(name: string, privateKey: KeyObject, publicPem: string): NoteSigner {
  const verifier = sm2Verifier(name, readPublicPem('sm2', publicPem))
  const key = sm2SigningKey(privateKey)
  return provenSigner(verifier, async (text) => key.sign(text))
}

function provenSigner(verifier: NoteVerifier, signWith: (text: Uint8Array) => Promise<Uint8Array>): NoteSigner {
  const { name, id } = verifier
  return {
    ...{ name, id },
    async sign(text) {
      const signature = await signWith(Buffer.from(text))
      if (!verifier.verify(text, signature)) throw signerUnfit(`the keys of ${name} are not of one pair`)
      return signature
    },
  }
}

function sm2SigningKey(key: KeyObject): Sm2SigningKey {
  const number = sm2NumberOf(key)
  if (number === undefined) throw signerUnfit('the SM2 key of the ledger is no SM2 key')
  return new Sm2SigningKey(number)
}
