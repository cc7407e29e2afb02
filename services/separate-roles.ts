import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { demandSealingRole } from '#archive-schema/evidence/sealing-role.ts'
import { demandOtherKeys } from '#archive-schema/ledger/witness-trust.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'

/**
 * 职责分离: refuses keys that have two roles, as far as the archive knows them: a verifier would refuse what they sign. Throws
 * `CONFIGURATION_INVALID`.
 */
export async function refuseSharedKeys({ signer, sm2Signer, trust }: OpenedSigner): Promise<void> {
  const isBoth = trust.time?.authorities.find((authority) => trust.signers.includes(authority))
  if (isBoth !== undefined) throw shared('TIME_STAMPS', `${isBoth} is a package signer`)
  for (const own of [signer, sm2Signer].flatMap((each) => each?.certificates[0] ?? [])) {
    const role = await attempt(() => demandSealingRole(readCertificate(own), trust.ledger?.sm2Pem))
    if ('refusal' in role) throw shared('LEDGER_SM2_KEY', reasonOf(role.refusal))
  }
  const witnesses = await attempt(() => demandOtherKeys(trust.witnesses, trust.ledger))
  if ('refusal' in witnesses) throw shared('WITNESSES', reasonOf(witnesses.refusal))
}

function shared(field: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'CONFIGURATION_INVALID', field, found })
}
