import { signDetached } from '#archive-schema/evidence/cms.ts'
import {
  algorithmIdentifier,
  context,
  type Der,
  decodeDer,
  objectIdentifier,
  octetString,
  sequence,
  setOf,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import { oids } from '#archive-schema/evidence/oids.ts'
import { readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { equalDer } from '#archive-schema/evidence/read-der.ts'
import { profilesOf } from '#archive-schema/evidence/signature-profiles.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { makeParty, signerOf } from '#archive-schema/evidence/test-party.ts'
import { childAt, children, edit, places, resign } from './der-surgery.ts'
import { sealedAt } from './exported-record.ts'
import type { Sealer } from './laboratory.ts'

/** Makes another signature from the one of the record. */
export type Forgery = (original: {
  readonly sealer: Sealer
  readonly signature: Uint8Array
  readonly statement: Uint8Array
}) => Promise<Uint8Array> | Uint8Array

const ecdsaWithSha384 = algorithmIdentifier({ oid: oids.ecdsaWithSha384, parameters: 'absent' })
const note = sequence(objectIdentifier('1.2.840.113549.1.9.13'), setOf(octetString(Buffer.from('note'))))

/** Signatures by others, or of other things. */
const foreign: readonly (readonly [string, Forgery])[] = [
  ['of another statement', ({ sealer }) => signDetached(Buffer.from('x'), sealedAt, sealer.signer)],
  [
    'made a second after sealing',
    ({ sealer, statement }) => signDetached(statement, new Date(sealedAt.getTime() + 1000), sealer.signer),
  ],
  ['by a chain of its own with the same names', ({ sealer, statement }) => signByImpostor(sealer, statement)],
  ['by somebody whom the true signer certified', ({ sealer, statement }) => signByProtege(sealer, statement)],
  [
    'by another key under the true certificate',
    async ({ sealer, statement }) => {
      const { certificates } = sealer.signer
      const other = await makeParty('other', { key: sealer.key })
      return signDetached(statement, sealedAt, { ...signerOf(other), certificates })
    },
  ],
]

/** The true signature in another wrapping: no key is needed for these. */
const rewrapped: readonly (readonly [string, Forgery])[] = [
  ['with a byte after it', ({ signature }) => Buffer.concat([signature, Buffer.of(0)])],
  ['cut by one byte', ({ signature }) => signature.subarray(0, -1)],
  ['of no bytes', () => Buffer.of()],
  ['in BER with indefinite length', ({ signature }) => asIndefiniteLength(signature)],
  ['of another SignedData version', edited(places.signedData, (data) => data.splice(0, 1, smallInteger(3)))],
  ['of another SignerInfo version', edited(places.signer, (info) => info.splice(0, 1, smallInteger(3)))],
  [
    'with other parameters of a digest',
    edited(places.signedData, (data, { signer }) => data.splice(1, 1, setOf(otherDigest(signer)))),
  ],
  [
    "with other parameters of the signer's digest",
    edited(places.signer, (info, { signer }) => info.splice(2, 1, otherDigest(signer))),
  ],
  ['of another signature algorithm', edited(places.signer, (info) => info.splice(4, 1, ecdsaWithSha384))],
  ['with attached content', edited(places.content, (content) => content.push(context(0, octetString(Buffer.of(1)))))],
  ['with two signers', edited(places.signers, (signers) => signers.push(...signers))],
  ['without signers', edited(places.signers, (signers) => signers.splice(0))],
  ['with an unsigned attribute', edited(places.signer, (info) => info.push(context(1, note)))],
  ['with revocation lists', edited(places.signedData, (data) => data.splice(4, 0, context(1, sequence())))],
  ['with a certificate twice', edited(places.certificates, (list) => list.push(...list.slice(-1)))],
  ['with its certificates exchanged', edited(places.certificates, (list) => list.reverse())],
  ['without the issuer', edited(places.certificates, (list) => list.splice(1))],
  ['without certificates', edited(places.certificates, (list) => list.splice(0))],
  ['with the root', ({ sealer, signature }) => withRoot(sealer.rootPem, signature)],
]

/** Attributes that the true signer signed, but not in the one allowed form. */
const misformed: readonly (readonly [string, Forgery])[] = [
  ['with messageDigest twice', resigned((list) => [...list, ...list.filter(isOfType(oids.messageDigest))])],
  ['with one more signed attribute', resigned((list) => [...list, note])],
  [
    'without signing-certificate-v2',
    resigned((list) => list.filter((one) => !isOfType(oids.signingCertificateV2)(one))),
  ],
  ['without signing time', resigned((list) => list.filter((one) => !isOfType(oids.signingTime)(one)))],
  ['with its attributes in another order', resigned((list) => list.toReversed())],
  ['that names another certificate', resigned((list) => list.map(withOtherCertificate))],
]

/** Signatures that are not the one that was made, each with what is wrong with it. */
export const forgedSignatures = [...foreign, ...rewrapped, ...misformed]

function edited(place: readonly number[], change: (members: Der[], sealer: Sealer) => void): Forgery {
  return ({ sealer, signature }) => edit(signature, place, (members) => change(members, sealer))
}

/** The digest of a signer's profile, with a NULL where there is none and without where there is one. */
function otherDigest({ algorithm }: Signer): Der {
  const { oid, parameters } = profilesOf(algorithm)[0].digest
  return algorithmIdentifier({ oid, parameters: parameters === 'null' ? 'absent' : 'null' })
}

function resigned(change: (attributes: readonly Der[]) => readonly Der[]): Forgery {
  return ({ sealer, signature }) => resign(signature, sealer.signer, change)
}

function isOfType(oid: string): (attribute: Der) => boolean {
  return (attribute) => equalDer(childAt(attribute, 0), objectIdentifier(oid))
}

function withOtherCertificate(attribute: Der): Der {
  if (!isOfType(oids.signingCertificateV2)(attribute)) return attribute
  const [digest, ...before] = children(childAt(attribute, 1, 0, 0, 0)).toReversed()
  if (digest === undefined) throw new Error('the attribute names no certificate')
  const certificateId = sequence(...before, octetString(Buffer.alloc(32, 1)))
  return sequence(objectIdentifier(oids.signingCertificateV2), setOf(sequence(sequence(certificateId))))
}

async function signByImpostor({ key, label }: Sealer, statement: Uint8Array): Promise<Uint8Array> {
  const named = (role: string) => `Guidang ${label} ${role} 测试`
  const root = await makeParty(named('root CA'), { role: { authorityAbove: 1 }, key })
  const issuing = await makeParty(named('issuing CA'), { role: { authorityAbove: 0 }, issuer: root, key })
  const party = await makeParty(named('package signer'), { issuer: issuing, key })
  return signDetached(statement, sealedAt, signerOf(party, issuing))
}

async function signByProtege({ signer, insider, key }: Sealer, statement: Uint8Array): Promise<Uint8Array> {
  const own = signerOf(await makeParty('protege', { issuer: insider, key }))
  return signDetached(statement, sealedAt, { ...own, certificates: [...own.certificates, ...signer.certificates] })
}

function asIndefiniteLength(signature: Uint8Array): Uint8Array {
  // The outer SEQUENCE has its length in two bytes: 30 82 nn nn.
  return Buffer.concat([Buffer.of(0x30, 0x80), signature.subarray(4), Buffer.of(0, 0)])
}

function withRoot(rootPem: string, signature: Uint8Array): Uint8Array {
  const root = decodeDer(readPemCertificate(rootPem).der, 100_000, 'root')
  return edit(signature, places.certificates, (list) => list.push(root))
}
