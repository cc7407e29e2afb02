import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import {
  context,
  type Der,
  decodeDer,
  encodeDer,
  octetString,
  sequence,
  smallInteger,
} from '#archive-schema/evidence/der.ts'
import { isContext, readContext, readInteger, readOctets, readSequence } from '#archive-schema/evidence/read-der.ts'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { digestIdentifier, readDigestIdentifier } from '../time-stamp/message-imprint.ts'
import type { ReducedHashTree } from './hash-tree.ts'

/** 存档时间戳 (ArchiveTimeStamp, RFC 4998 4.1): one token over the root of a tree, and the way from the objects to it. */
export type ArchiveTimeStamp = {
  readonly hash: ContentDigest
  readonly reduced: ReducedHashTree
  /** DER of the token (RFC 3161). */
  readonly token: Buffer
}

/** 存档时间戳链 (ArchiveTimeStampChain): one stamp over the next, all with one digest. */
export type ArchiveTimeStampChain = readonly ArchiveTimeStamp[]

/** 证据记录 (EvidenceRecord, RFC 4998 3.1): a new chain wherever the digest changed. */
export type EvidenceRecord = { readonly chains: readonly ArchiveTimeStampChain[] }

const maxRecordBytes = 4 * 2 ** 20

/** DER of a record. */
export function formatEvidenceRecord({ chains }: EvidenceRecord): Buffer {
  const hashes = [...new Set(chains.flat().map(({ hash }) => hash))]
  return encodeDer(sequence(smallInteger(1), sequence(...hashes.map(digestIdentifier)), formatSequence(chains)))
}

/** DER of the ArchiveTimeStampSequence: what a renewal of the hash tree covers. */
export function encodeSequence(chains: EvidenceRecord['chains']): Buffer {
  return encodeDer(formatSequence(chains))
}

/** Reads a record; one with crypto information or encryption is refused. Throws `SIGNATURE_INVALID`, `SIGNATURE_UNSUPPORTED`. */
export function parseEvidenceRecord(bytes: Uint8Array): EvidenceRecord {
  const value = decodeDer(bytes, maxRecordBytes, 'the evidence record')
  const [version, , stamps] = readSequence(value, 'EvidenceRecord', 3)
  demandOfSignature(readInteger(version, 'version').equals(Uint8Array.of(1)), 'the record is not of version 1')
  const chains = readSequence(stamps, 'ArchiveTimeStampSequence').map((chain) =>
    readSequence(chain, 'ArchiveTimeStampChain').map(readStamp),
  )
  const isWhole = chains.length > 0 && chains.every(({ length }) => length > 0)
  demandOfSignature(isWhole, 'the evidence record has an empty chain')
  const isSpelled = formatEvidenceRecord({ chains }).equals(bytes)
  demandOfSignature(isSpelled, 'the evidence record holds what none needs')
  return { chains }
}

function formatSequence(chains: EvidenceRecord['chains']): Der {
  return sequence(...chains.map((chain) => sequence(...chain.map(formatStamp))))
}

function formatStamp({ hash, reduced, token }: ArchiveTimeStamp): Der {
  return sequence(
    context(0, ...readSequence(digestIdentifier(hash), 'digestAlgorithm')),
    context(2, ...reduced.map((list) => sequence(...list.map(octetString)))),
    decodeDer(token, maxRecordBytes, 'the token'),
  )
}

function readStamp(value: Der): ArchiveTimeStamp {
  const [algorithm, reduced, token] = readSequence(value, 'ArchiveTimeStamp', 3)
  demandOfSignature(isContext(algorithm, 0) && token !== undefined, 'an archive time stamp names no digest')
  const identifier = sequence(...readContext(algorithm, 0, 'digestAlgorithm'))
  const lists = readContext(reduced, 2, 'reducedHashtree').map((list) =>
    readSequence(list, 'PartialHashtree').map((hash) => readOctets(hash, 'a hash')),
  )
  return { hash: readDigestIdentifier(identifier, 'digestAlgorithm'), reduced: lists, token: encodeDer(token) }
}
