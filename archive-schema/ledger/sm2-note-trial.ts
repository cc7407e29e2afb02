import { createECDH } from 'node:crypto'
import { Sm2SigningKey } from '#archive-schema/signatures/sm2-sign.ts'
import { writePublicPem } from './ledger-trust.ts'
import { type NoteSigner, sm2Verifier } from './note-key.ts'

/** SM2 key of a ledger, for tests. */
export type Sm2NoteTrial = {
  readonly point: Uint8Array
  readonly pem: string
  signer(name: string): NoteSigner
}

/** Makes a key. */
export function sm2Trial(): Sm2NoteTrial {
  const keys = createECDH('SM2')
  const point = keys.generateKeys()
  const key = new Sm2SigningKey(keys.getPrivateKey())
  const prefix = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex')
  return {
    point,
    pem: writePublicPem(Buffer.concat([prefix, point])),
    signer: (name) => ({
      name,
      id: sm2Verifier(name, point).id,
      sign: async (text) => key.sign(Buffer.from(text)),
    }),
  }
}
