import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** The certificates of the package signers that verifiers are told to accept, and those that are revoked. */
export async function keyList({ json }: { readonly json?: boolean }): Promise<void> {
  await withArchive(async ({ signer: { trust } }) => {
    const signers = trust.signers.map((certificate) => ({
      certificate,
      revokedFrom: trust.signerEnds?.get(certificate),
    }))
    if (json === true) {
      for (const signer of signers) await printJson(signer)
      return
    }
    const rows = signers.map(({ certificate, revokedFrom }) => [
      certificate,
      revokedFrom === undefined ? '有效 accepted' : `已撤销 revoked from entry ${revokedFrom}`,
    ])
    await print(table(rows))
  })
}
