import { Buffer } from 'node:buffer'
import { demandOfEvidence, demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { cosignatureVerifier } from './cosignature.ts'
import { type LedgerTrust, readPublicPem } from './ledger-trust.ts'
import { type NoteVerifier, verifyNote } from './note-key.ts'
import { isKeyName, type SignedNote } from './signed-note.ts'

/** 见证方的信任锚: which witnesses a verifier knows, and how many of them must have cosigned a checkpoint. */
export type WitnessTrust = {
  /** From 1 to the number of witnesses. */
  readonly quorum: number
  readonly witnesses: readonly KnownWitness[]
}

/** A witness: its name, and PEM (SubjectPublicKeyInfo) of its Ed25519 key. */
export type KnownWitness = { readonly name: string; readonly pem: string }

/** Name of the file that says who witnesses; the keys lie beside it. */
export const witnessesFileName = 'witnesses'

const keyFile = (n: number) => `witness-${n}.pub`
const mostWitnesses = 16

/** Verifies the cosignatures of a witness. Throws `EVIDENCE_INVALID`. */
export function witnessVerifier({ name, pem }: KnownWitness): NoteVerifier {
  return cosignatureVerifier(name, readPublicPem('ed25519', pem))
}

/** Goes on only if as many of the known witnesses as the quorum wants have cosigned. Throws `SIGNATURE_INVALID`. */
export function demandWitnesses(note: SignedNote, { quorum, witnesses }: WitnessTrust): void {
  const signed = verifyNote(note, witnesses.map(witnessVerifier))
  demandOfSignature(
    signed.length >= quorum,
    `${signed.length} of ${witnesses.length} witnesses have signed, not ${quorum}`,
  )
}

/** Goes on only if no witness has the key of the ledger, which would witness itself. Throws `EVIDENCE_INVALID`. */
export function demandOtherKeys(trust: WitnessTrust | undefined, ledger: LedgerTrust | undefined): void {
  const isOwn = trust?.witnesses.some(({ pem }) => pem === ledger?.ed25519Pem) === true
  demandOfEvidence(!isOwn, witnessesFileName, 'a witness has the key of the ledger')
}

/** The files of a trust folder that speak of witnesses. */
export function formatWitnessTrust({ quorum, witnesses }: WitnessTrust): ReadonlyMap<string, Uint8Array> {
  const lines = witnesses.map(({ name }, i) => `${name} ${keyFile(i + 1)}\n`)
  return new Map([
    [witnessesFileName, Buffer.from(`quorum ${quorum}\n${lines.join('')}`)],
    ...witnesses.map(({ pem }, i) => [keyFile(i + 1), Buffer.from(pem)] as const),
  ])
}

/** Reads them; `undefined` where there is none. Throws `EVIDENCE_INVALID`. */
export function parseWitnessTrust(files: ReadonlyMap<string, Uint8Array>): WitnessTrust | undefined {
  const bytes = files.get(witnessesFileName)
  if (bytes === undefined) return undefined
  const demand = (condition: boolean, found: string) => demandOfEvidence(condition, witnessesFileName, found)
  const [head = '', ...lines] = Buffer.from(bytes).toString('utf8').split('\n')
  demand(lines.pop() === '', 'the last line does not end with LF')
  const witnesses = lines.map((line, i) => {
    const [name = '', file, ...more] = line.split(' ')
    demand(isKeyName(name) && file === keyFile(i + 1) && more.length === 0, `line ${i + 2} names no witness`)
    const pem = files.get(keyFile(i + 1))
    demandOfEvidence(pem !== undefined, keyFile(i + 1), 'it is not in the trust folder')
    const witness = { name, pem: Buffer.from(pem).toString('utf8') }
    witnessVerifier(witness)
    return witness
  })
  const quorum = Number(/^quorum ([1-9]\d?)$/.exec(head)?.[1])
  demand(quorum >= 1 && quorum <= witnesses.length, 'its first line is no quorum of these witnesses')
  const names = new Set(witnesses.map(({ name }) => name))
  const keys = new Set(witnesses.map(({ pem }) => pem))
  const isEachOne = names.size === witnesses.length && keys.size === witnesses.length
  demand(isEachOne && witnesses.length <= mostWitnesses, 'it names a witness twice, or too many')
  return { quorum, witnesses }
}
