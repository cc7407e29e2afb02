import { join } from 'node:path'
import { readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { PackageSigners } from '#archive-schema/evidence/seal.ts'
import type { SignatureProfile } from '#archive-schema/evidence/signature-profiles.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { type ConfiguredKey, configuredSigner } from './configured-signer.ts'
import type { GenericKeyKind } from './key-kinds.ts'
import { readSignerEnds, type SignerEnds } from './signer-ends.ts'
import { demandFitness } from './signer-fitness.ts'
import { signerUnfit } from './signer-unfit.ts'
import { testKeys, testSigners } from './test-keys.ts'
import type { SignerFamily, UsableSigner } from './usable-signer.ts'

/** Signers that may be used, and what a verifier needs to believe them. */
export type OpenedSigner = PackageSigners & {
  /** Whether its keys are test keys: reports and pages say so. */
  readonly isTest: boolean
}

/** Where package signers come from. Without configured keys there are test keys. */
export type SignerOptions = {
  readonly dataDir: string
  /** Kind of the test keys. */
  readonly algorithm: GenericKeyKind
  readonly keys?: { readonly [family in SignerFamily]?: ConfiguredKey | undefined }
  /** Absent: the first of SM2. */
  readonly sm2Profile?: SignatureProfile
  readonly now: Date
}

/**
 * Opens the package signers of a data folder, one for generic tools and one for SM2, and tests that they are fit; a
 * configured one that is not says so (`unfit`) and signs nothing. With a configured key for generic tools only there is no SM2 signer; one for SM2 alone is refused, since test keys would sign
 * beside it. Throws `SIGNER_UNFIT`.
 */
export async function openSigner(options: SignerOptions): Promise<OpenedSigner> {
  const opened = await openSigners(options)
  const ends = await readSignerEnds(join(options.dataDir, 'keys'))
  return ends.size === 0 ? opened : withoutRevoked(opened, ends)
}

async function openSigners(options: SignerOptions): Promise<OpenedSigner> {
  const keysFolder = join(options.dataDir, 'keys')
  const { generic, sm2 } = options.keys ?? {}
  if (generic !== undefined) {
    const opened = await configuredSigner(generic, 'generic', keysFolder, options.now)
    const sm2Opened = sm2 === undefined ? undefined : await configuredSigner(sm2, 'sm2', keysFolder, options.now)
    return packageSigners(opened, sm2Opened, { isTest: false, sm2Profile: options.sm2Profile })
  }
  if (sm2 !== undefined) throw signerUnfit('there is a key for SM2 but none for generic tools')
  const opened = await testSigner(keysFolder, options.algorithm, options.now)
  const sm2Opened = await testSigner(keysFolder, 'sm2', options.now)
  return packageSigners(opened, sm2Opened, { isTest: true, sm2Profile: options.sm2Profile })
}

/** A signer whose certificate is revoked signs nothing; verifiers are told of all that are. */
function withoutRevoked(opened: OpenedSigner, ends: SignerEnds): OpenedSigner {
  const barred = (signer: Signer): Signer => {
    const [own] = signer.certificates
    const isRevoked = own !== undefined && ends.has(readCertificate(own).sha256)
    if (!isRevoked) return signer
    const unfit = signerUnfit('its certificate is revoked')
    return { ...signer, unfit, sign: () => Promise.reject(unfit) }
  }
  const known = new Map([...ends].filter(([certificate]) => opened.trust.signers.includes(certificate)))
  const { sm2Signer } = opened
  return {
    ...opened,
    signer: barred(opened.signer),
    ...(sm2Signer === undefined ? {} : { sm2Signer: barred(sm2Signer) }),
    trust: { ...opened.trust, ...(known.size === 0 ? {} : { signerEnds: known }) },
  }
}

async function testSigner(keysFolder: string, kind: GenericKeyKind | 'sm2', now: Date): Promise<UsableSigner> {
  const { signer, rootPem } = await testKeys(keysFolder, kind)
  await demandFitness({ signer, rootPem }, now)
  return { signer, rootPem, signers: await testSigners(keysFolder) }
}

function packageSigners(
  generic: UsableSigner,
  sm2: UsableSigner | undefined,
  { isTest, sm2Profile }: { readonly isTest: boolean; readonly sm2Profile: SignatureProfile | undefined },
): OpenedSigner {
  const { signer, rootPem } = generic
  if (sm2 === undefined) return { signer, isTest, trust: { rootPem, signers: generic.signers } }
  return {
    signer,
    sm2Signer: sm2Profile === undefined ? sm2.signer : { ...sm2.signer, profile: sm2Profile },
    isTest,
    trust: { rootPem, sm2RootPem: sm2.rootPem, signers: [...new Set([...generic.signers, ...sm2.signers])] },
  }
}
