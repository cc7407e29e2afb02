import { createHash } from 'node:crypto'
import {
  encodeDer,
  generalizedTime,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  smallInteger,
} from '../evidence/der.ts'
import { type MessageForm, type MessageParty, signMessage } from './message-trial.ts'
import { sm3Oid } from './sm2-trial.ts'

/** DER of a token (RFC 3161) with an SM3 imprint over `stamped`. */
export function makeToken(party: MessageParty, form: MessageForm, stamped: Uint8Array, at: Date): Buffer {
  const imprint = createHash('sm3').update(stamped).digest()
  const info = encodeDer(
    sequence(
      smallInteger(1),
      objectIdentifier('1.2.3.4'),
      sequence(sequence(objectIdentifier(sm3Oid)), octetString(imprint)),
      integer(Buffer.of(1)),
      generalizedTime(at),
    ),
  )
  const stampForm = { ...form, contentType: '1.2.840.113549.1.9.16.1.4' }
  return signMessage(party, stampForm, { content: info, attached: info })
}
