import { ArchiveError } from '#archive-schema/archive-error.ts'
import { attempt } from '#archive-schema/attempt.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { imprintOf } from '#archive-schema/time-stamp/message-imprint.ts'
import { stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import { type TimeStampTrust, verifyToken } from '#archive-schema/time-stamp/verify-token.ts'
import {
  type CheckpointToken,
  insertToken,
  latestToken,
  tokensOf,
  type UnstampedCheckpoint,
  unstampedCheckpoint,
} from '#storage/catalogue/checkpoint-tokens.ts'
import { latestRenewal, soonestEnd, type TokenRenewal } from '#storage/catalogue/token-renewals.ts'
import { requestTimeStamp, type TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import { forked } from './forked.ts'
import { renewStamps } from './renew-stamps.ts'
import type { StampTools } from './stamp-tools.ts'

/** An authority that gave no token, and since when checkpoints wait for one. */
export type StampFault = { readonly authority: string; readonly since: Date; readonly error: Error }

/** Where the time stamps stand. */
export type StampState = {
  readonly latest: CheckpointToken
  readonly renewal: TokenRenewal | undefined
  readonly endsAt: Date
}

/** 检查点的时间戳 (RFC 3161 tokens over checkpoints): asked for, kept in the locked store, entered in the ledger. */
export class CheckpointStamps {
  readonly #tools: StampTools

  constructor(tools: StampTools) {
    this.#tools = tools
  }

  /**
   * Has every authority stamp the newest checkpoint, if there is something in it that it has not dated. An authority that fails
   * stops nothing: the checkpoint waits. Resolves to those that failed.
   */
  async stamp(): Promise<StampFault[]> {
    const faults: StampFault[] = []
    for (const source of this.#tools.sources) {
      const checkpoint = await unstampedCheckpoint(this.#tools.catalogue.pool, source.name)
      if (checkpoint === undefined) continue
      try {
        await this.#stampBy(source, checkpoint)
      } catch (error) {
        if (!isOfAuthority(error)) throw error
        faults.push({ authority: source.name, since: checkpoint.since, error })
      }
    }
    return faults
  }

  /** Whether there is anybody who stamps. */
  get isOn(): boolean {
    return this.#tools.sources.length > 0
  }

  /** The evidence files that speak of the time of a checkpoint: tokens, the earliest first, and their renewal. */
  async filesOf(size: number): Promise<ReadonlyMap<string, Uint8Array>> {
    const { catalogue, objects } = this.#tools
    const names = [stampNames.token, stampNames.secondToken]
    const files = new Map<string, Uint8Array>()
    for (const { authority, sha256 } of await tokensOf(catalogue.pool, size)) {
      const [token, name] = [await objects.companions.readToken(size, authority), names.shift()]
      if (name === undefined) break
      if (token === undefined || digestHex('sha256', token) !== sha256)
        throw forked(`the token of ${authority} over ${size} entries is not in the store as it was registered`)
      files.set(name, token)
    }
    const renewal = files.size === 0 ? undefined : await latestRenewal(catalogue.pool)
    if (renewal !== undefined && size <= renewal.throughSize)
      files.set(stampNames.renewal, await objects.companions.readRenewal(renewal.round, size))
    return files
  }

  /** The latest token, the last renewal, and when the first authority ends whose tokens are not renewed. */
  async state(): Promise<StampState | undefined> {
    const { pool } = this.#tools.catalogue
    const [latest, renewal] = [await latestToken(pool), await latestRenewal(pool)]
    if (latest === undefined) return undefined
    return { latest, renewal, endsAt: await soonestEnd(pool, renewal) }
  }

  /** 续期 by the first authority. Throws as `renewStamps`, and `TIME_STAMP_UNAVAILABLE` where nobody stamps. */
  async renew(hash: ContentDigest, trust: TimeStampTrust): Promise<TokenRenewal> {
    const [source] = this.#tools.sources
    if (source === undefined) throw new ArchiveError({ code: 'TIME_STAMP_UNAVAILABLE', found: 'TIME_STAMPS=off' })
    return renewStamps(this.#tools, { source, hash, trust })
  }

  async #stampBy(source: TimeStampSource, { size, text }: UnstampedCheckpoint): Promise<void> {
    const bytes = Buffer.from(text)
    const token = await this.#tokenOf(source, size, bytes)
    const { at, validUntil } = await verifyToken(token, bytes, source.trust)
    const { name: authority, isTest } = source
    await this.#tools.ledger.enter('token', token, (transaction, { sha256 }) =>
      insertToken(transaction, { size, authority, sha256, stampedAt: at, validUntil, isTest }),
    )
  }

  /** The token that rests in the store: who stamped it before a crash, or in another process, is not asked again. */
  async #tokenOf(source: TimeStampSource, size: number, text: Uint8Array): Promise<Uint8Array> {
    const { objects, now } = this.#tools
    const held = await objects.companions.readToken(size, source.name)
    if (held !== undefined) return held
    const token = await requestTimeStamp(source, imprintOf(source.hash, text), now)
    const put = await attempt(() => objects.companions.putToken(size, source.name, token))
    if ('value' in put) return token
    const other = await objects.companions.readToken(size, source.name)
    if (other === undefined) throw put.refusal
    return other
  }
}

const authorityFaults: readonly FaultCode[] = [
  'TIME_STAMP_UNAVAILABLE',
  'SIGNATURE_INVALID',
  'SIGNATURE_UNSUPPORTED',
  'SIGNER_UNFIT',
]

function isOfAuthority(error: unknown): error is ArchiveError {
  return error instanceof ArchiveError && authorityFaults.includes(error.code)
}
