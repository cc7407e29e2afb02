import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { formatKeyEvent, parseKeyEvent } from '#archive-schema/ledger/key-event.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import type { Archive } from '../open-archive.ts'

type Tools = Pick<Archive, 'signer' | 'ledger' | 'catalogue' | 'now'>

/**
 * 启用签名证书: enters into the ledger that a certificate seals from now on, once for each. So it shows when a key took over from
 * another, and records that it seals stand after that.
 */
export async function announceSigners(archive: Tools): Promise<void> {
  const { signer, ledger, catalogue, now } = archive
  const own = [signer.signer, signer.sm2Signer].flatMap((each) => each?.certificates[0] ?? [])
  const announced = await announcedCertificates(archive)
  for (const certificate of own.map((der) => readCertificate(der).sha256)) {
    if (announced.has(certificate)) continue
    const from = (await ledger.newest())?.size ?? 0
    const entry = await ledger.keepText(
      'key',
      formatKeyEvent({ act: 'use', certificate, from, at: now(), reason: '-' }),
    )
    await catalogue.transact((transaction) => queueEntry(transaction, entry, now()))
  }
}

async function announcedCertificates({ ledger }: Tools): Promise<ReadonlySet<string>> {
  const events = (await Array.fromAsync(ledger.texts('key'))).map(parseKeyEvent)
  return new Set(events.filter(({ act }) => act === 'use').map(({ certificate }) => certificate))
}
