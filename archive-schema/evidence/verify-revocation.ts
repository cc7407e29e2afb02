import { algorithmOf } from '#archive-schema/signatures/algorithms.ts'
import { verifyValue } from '#archive-schema/signatures/verify-value.ts'
import { demandOfSignature } from './demand.ts'
import type { Certificate } from './read-certificate.ts'
import type { RevocationList } from './read-revocation-list.ts'

/**
 * 证书未被撤销: of each issuer of the chain there is a list, signed by him and current at `at`, that does not name the
 * certificate below him. Throws `SIGNATURE_INVALID`; a list that is missing or out of date is as bad as a revoked certificate.
 */
export async function verifyNotRevoked(
  certificates: readonly Certificate[],
  root: Certificate,
  lists: readonly RevocationList[],
  at: Date,
): Promise<void> {
  const issuers = [...certificates.slice(1), root]
  for (const [below, certificate] of certificates.entries()) {
    const issuer = issuers[below] ?? root
    const list = lists.find((one) => one.issuer.equals(issuer.subject) && isCurrent(one, at))
    demandOfSignature(list !== undefined, `there is no current revocation list of ${issuer.name}`)
    await verifyList(list, issuer)
    const isRevoked = list.revoked.has(certificate.serial.toString('hex'))
    demandOfSignature(!isRevoked, `the certificate of ${certificate.name} is revoked`)
  }
}

function isCurrent({ thisUpdate, nextUpdate }: RevocationList, at: Date): boolean {
  return thisUpdate.getTime() <= at.getTime() && at.getTime() < nextUpdate.getTime()
}

async function verifyList(list: RevocationList, issuer: Certificate): Promise<void> {
  await verifyValue(algorithmOf(list.signatureAlgorithm), issuer.publicKey, () => [list.content], list.signature)
}
