import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeParty, type PartyWishes, signerOf, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { issueToken } from '#archive-schema/time-stamp/issue-token.ts'
import { imprintOf } from '#archive-schema/time-stamp/message-imprint.ts'
import { stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import { formatTimeTrust, timeStampTrust } from '#archive-schema/time-stamp/time-trust.ts'
import type { TimeStampTrust } from '#archive-schema/time-stamp/verify-token.ts'
import { writeFiles } from './exported-record.ts'
import { type LedgerLaboratory, openLedgerLaboratory } from './ledger-laboratory.ts'

/** How a checkpoint is stamped: as it should be, unless a test wants something else. */
export type StampWishes = {
  readonly at?: Date
  readonly by?: TestParty
  readonly issuers?: readonly TestParty[]
  readonly name?: (typeof stampNames)[keyof typeof stampNames]
  readonly hash?: ContentDigest
  readonly text?: string
}

/** A laboratory whose record stands under a stamped checkpoint. */
export type TimeLaboratory = LedgerLaboratory & {
  readonly root: TestParty
  /** The trusted authority, certified by an issuing one below the root. */
  readonly authority: TestParty
  readonly issuing: TestParty
  readonly trust: TimeStampTrust
  /** An authority like the trusted one. */
  party(wishes?: PartyWishes): Promise<TestParty>
  /** Stamps the checkpoint of a record; comes to the token. */
  stamp(record: string, wishes?: StampWishes): Promise<Buffer>
  /** Writes whose time is trusted into the trust folder of a record. */
  trustIn(record: string, ...authorities: readonly TestParty[]): Promise<void>
}

/** When the checkpoint of the record was stamped, a minute after it was sealed. */
export const stampedAt = new Date('2026-03-04T05:07:00Z')

export async function openTimeLaboratory(): Promise<TimeLaboratory> {
  const laboratory = await openLedgerLaboratory()
  const root = await makeParty('time root', { role: { authorityAbove: 1 } })
  const issuing = await makeParty('time issuing', { issuer: root, role: { authorityAbove: 0 } })
  const party = (wishes: PartyWishes = {}) =>
    makeParty('time authority', { issuer: issuing, role: 'time-stamps', ...wishes })
  const authority = await party()
  const trustOf = (...authorities: readonly TestParty[]) => ({
    rootPems: [certificatePem(root.certificate)],
    authorities: authorities.map(({ certificate }) => readCertificate(certificate).sha256),
  })
  const trustIn = (record: string, ...authorities: readonly TestParty[]) =>
    writeFiles(join(record, 'trust'), formatTimeTrust(trustOf(...authorities)))
  const stamp = async (record: string, wishes: StampWishes = {}) => {
    const { at = stampedAt, by = authority, issuers = [issuing], name = stampNames.token, hash = 'sha256' } = wishes
    const text = wishes.text ?? (await checkpointText(record))
    const request = { imprint: imprintOf(hash, Buffer.from(text)), wantsCertificates: true }
    const signer = signerOf(by, ...issuers)
    const token = await issueToken({ signer, policy: '1.2.3' }, request, { at, serial: Buffer.of(7) })
    await writeFile(join(record, 'evidence', name), token)
    return token
  }
  await trustIn(laboratory.record, authority)
  await stamp(laboratory.record)
  const trust = timeStampTrust(trustOf(authority))
  return { ...laboratory, root, issuing, authority, trust, party, stamp, trustIn }
}

/** The text that is stamped: the checkpoint in the first proof, without its signatures. */
export async function checkpointText(record: string): Promise<string> {
  const proof = await readFile(join(record, 'evidence', proofNames.sha256), 'utf8')
  return `${proof.split('\n\n')[1]}\n`
}
