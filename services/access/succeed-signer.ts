import { ArchiveError } from '#archive-schema/archive-error.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import {
  type GoneKey,
  type KeySuccession,
  parseKeySuccession,
  writeKeySuccession,
} from '#archive-schema/ledger/key-succession.ts'
import type { KeyReference } from '#storage/keys/key-reference.ts'
import { openSigningKey } from '#storage/keys/open-signing-key.ts'
import type { Archive } from '../open-archive.ts'

/** The signer of before: its key, or its certificate and why the key is gone. */
export type FormerSigner =
  | { readonly reference: KeyReference; readonly passphrase: string | undefined }
  | { readonly certificate: string; readonly gone: GoneKey }

/**
 * 密钥更替: enters into the ledger that the present package signer takes over from another one, signed by both, or by the present one
 * alone where the old key is gone. Resolves to what was entered. Throws `REQUEST_INVALID` where the old one is no signer of this archive
 * or the present one itself, `SIGNER_UNFIT`, `SIGNER_KEY_WEAK`.
 */
export async function succeedSigner(archive: Archive, former: FormerSigner): Promise<KeySuccession> {
  const { signer, ledger, now } = archive
  const before = 'reference' in former ? await openFormer(former) : former
  const old = 'gone' in before ? before.certificate : ownDigest(before)
  const successor = 'gone' in before || before.algorithm !== 'sm2-sm3' ? signer.signer : signer.sm2Signer
  const isKnown = signer.trust.signers.includes(old)
  if (!isKnown || successor === undefined || ownDigest(successor) === old)
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'certificate', found: old })
  const from = (await ledger.newest())?.size ?? 0
  const text = await writeKeySuccession({ from, at: now() }, successor, before)
  await ledger.enter('key', text)
  return parseKeySuccession(text)
}

async function openFormer({ reference, passphrase }: Extract<FormerSigner, { reference: unknown }>): Promise<Signer> {
  const { signing, certificates } = await openSigningKey(reference, passphrase)
  return { ...signing, certificates }
}

function ownDigest({ certificates: [own] }: Signer): string {
  return own === undefined ? '' : readCertificate(own).sha256
}
