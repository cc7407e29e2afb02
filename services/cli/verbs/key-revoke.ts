import type { RevocationReason } from '#archive-schema/ledger/key-event.ts'
import { revokeSigner } from '../../access/revoke-signer.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Revokes the certificate of a package signer. */
export async function keyRevoke(
  certificate: string,
  { reason, json }: { readonly reason: RevocationReason; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    const event = await revokeSigner(archive, certificate, reason)
    if (json === true) return printJson({ ...event, at: event.at.toISOString() })
    return print(`已撤销 revoked  ${certificate}  自条目 from entry ${event.from}；请重启各进程 restart every process`)
  })
}
