import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { renewTimeStamps } from '../../access/renew-time-stamps.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Renews the time stamps of all checkpoints. */
export async function ledgerRenew(options: { readonly hash: ContentDigest; readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const renewal = await renewTimeStamps(archive, options.hash)
    if (options.json === true) return printJson(renewal)
    const { round, hash, throughSize, validUntil } = renewal
    return print(`续期 renewal ${round}  ${hash}  检查点至 up to ${throughSize}  有效至 ${validUntil.toISOString()}`)
  })
}
