import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { formatKeyEvent } from '#archive-schema/ledger/key-event.ts'
import { keyEventsIn } from '#archive-schema/ledger/key-text.ts'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import type { Archive } from '../open-archive.ts'

type Tools = Pick<Archive, 'signer' | 'ledger' | 'catalogue' | 'now'>

/**
 * 启用签名证书: enters into the ledger that a certificate seals from now on, once for each. So it shows when a key took over from
 * another, and records that it seals stand after that. Events whose text is kept and whose entry a crash has cut off are entered too.
 */
export async function announceSigners(archive: Tools): Promise<void> {
  const { signer, ledger, catalogue, now } = archive
  const own = [signer.signer, signer.sm2Signer].flatMap((each) => each?.certificates[0] ?? [])
  const texts = await Array.fromAsync(ledger.texts('key'))
  for (const text of texts) await queueEntry(catalogue.pool, entryOf('key', text), now())
  const events = texts.flatMap(keyEventsIn).filter(({ act }) => act === 'use')
  const announced = new Set(events.map(({ certificate }) => certificate))
  for (const certificate of own.map((der) => readCertificate(der).sha256)) {
    if (announced.has(certificate)) continue
    const from = (await ledger.newest())?.size ?? 0
    await ledger.enter('key', formatKeyEvent({ act: 'use', certificate, from, at: now(), reason: '-' }))
  }
}
