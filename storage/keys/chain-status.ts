import type { Certificate } from '#archive-schema/evidence/read-certificate.ts'
import type { KeyReference } from './key-reference.ts'
import { signerUnfit } from './signer-unfit.ts'
import { StatusService } from './status-service.ts'

/** 证书链状态: who is asked about each certificate of a chain below its root. */
export class ChainStatus {
  readonly #services: readonly (StatusService | undefined)[]

  /** One address is asked about all. */
  constructor(addresses: NonNullable<KeyReference['ocsp']>) {
    this.#services = addresses.map((address) => (address === '-' ? undefined : new StatusService(address)))
  }

  /** Whether some certificates are left to the revocation lists. */
  get needsLists(): boolean {
    return this.#services.includes(undefined)
  }

  /**
   * Goes on only if every certificate that is asked about is good `now`. Throws `SIGNER_UNFIT` also where there are neither one
   * address nor as many as certificates, and `SIGNATURE_INVALID`.
   */
  async demandGood(certificates: readonly Certificate[], root: Certificate, now: Date): Promise<void> {
    const services = this.#services
    if (services.length !== 1 && services.length !== certificates.length)
      throw signerUnfit(`ocsp has ${services.length} addresses for ${certificates.length} certificates`)
    for (const [i, certificate] of certificates.entries()) {
      const service = services.length === 1 ? services[0] : services[i]
      await service?.demandGood(certificate, certificates[i + 1] ?? root, now)
    }
  }
}
