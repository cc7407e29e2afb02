import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { type DigestAlgorithm, digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { originOf } from '#archive-schema/ledger/checkpoint.ts'
import { type LedgerTrust, treeTrust } from '#archive-schema/ledger/ledger-trust.ts'
import type { NoteSigner } from '#archive-schema/ledger/note-key.ts'
import { unfitUnlessWeak } from './key-weak.ts'
import { configuredKeys, type LedgerKeyFiles, type LedgerKeyPairs } from './ledger-key-pairs.ts'
import { ed25519Signer, sm2Signer } from './note-signers.ts'
import { testLedgerKeys } from './test-ledger-keys.ts'

/** Who signs the checkpoints of a ledger, and what a verifier needs to believe them. */
export type LedgerKeys = {
  /** Of each tree, every key that must sign. */
  readonly signers: { readonly [algorithm in DigestAlgorithm]: readonly NoteSigner[] }
  readonly trust: LedgerTrust
  /** Whether the keys are test keys. */
  readonly isTest: boolean
}

/**
 * Opens the keys of the ledger `origin`: those that are configured, else test keys in the data folder. They are keys of their own:
 * whoever signs packages cannot sign checkpoints. `sizeOf` says how many entries the newest checkpoint has. Throws `SIGNER_KEY_WEAK`, `SIGNER_UNFIT`.
 */
export async function openLedgerKeys(options: {
  readonly dataDir: string
  readonly origin: string
  readonly configured?: LedgerKeyFiles | undefined
  readonly sizeOf?: () => Promise<number>
}): Promise<LedgerKeys> {
  const { dataDir, origin, configured, sizeOf = async () => 0 } = options
  try {
    const pairs = await (configured === undefined ? testLedgerKeys(dataDir, sizeOf) : configuredKeys(configured))
    return { ...signersAndTrust(origin, pairs), isTest: configured === undefined }
  } catch (cause) {
    throw unfitUnlessWeak(cause, reasonOf(cause))
  }
}

function signersAndTrust(origin: string, pairs: LedgerKeyPairs): Pick<LedgerKeys, 'signers' | 'trust'> {
  const { ed25519, ed25519Pem, sm2, sm2Pem, sm2From } = pairs
  const trust: LedgerTrust = { origin, ed25519Pem, sm2Pem, ...(sm2From === 0 ? {} : { sm2From }) }
  for (const algorithm of digestAlgorithms) treeTrust(trust, algorithm)
  const signersOf = (algorithm: DigestAlgorithm) => {
    const name = originOf(origin, algorithm)
    return [ed25519Signer(name, ed25519, ed25519Pem), sm2Signer(name, sm2, sm2Pem)]
  }
  return { signers: { sha256: signersOf('sha256'), sm3: signersOf('sm3') }, trust }
}
