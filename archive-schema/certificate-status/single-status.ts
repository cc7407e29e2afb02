import type { Buffer } from 'node:buffer'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type Der, encodeDer } from '#archive-schema/evidence/der.ts'
import { isContext, readContext, readGeneralizedTime, readSequence } from '#archive-schema/evidence/read-der.ts'
import { readExtensions } from '#archive-schema/evidence/read-extensions.ts'
import { readRevocationReason } from '#archive-schema/evidence/revocation-reason.ts'
import { primitiveContext } from '#archive-schema/signatures/read-values.ts'

/** 证书状态 of one certificate (SingleResponse, RFC 6960 4.2.1), as somebody says. */
export type SingleStatus = {
  /** DER of the CertID. */
  readonly id: Buffer
  readonly status: 'good' | 'revoked' | 'unknown'
  /** Reason of a revocation, where it is told. */
  readonly reason?: string
  readonly thisUpdate: Date
  readonly nextUpdate?: Date
}

/** Reads one status. Throws `SIGNATURE_INVALID`, also for critical extensions, none of which is understood. */
export function readSingleStatus(value: Der): SingleStatus {
  const [id, status, thisUpdate, ...rest] = readSequence(value, 'SingleResponse')
  demandOfSignature(id !== undefined, 'a status is of no certificate')
  const [next] = isContext(rest[0], 0) ? readContext(rest.shift(), 0, 'nextUpdate', 1) : []
  const [extensions] = isContext(rest[0], 1) ? readContext(rest.shift(), 1, 'singleExtensions', 1) : []
  demandOfSignature(rest.length === 0, 'a status has another form')
  if (extensions !== undefined) readExtensions(extensions, 'a status', new Set())
  return {
    id: encodeDer(id),
    ...readStatus(status),
    thisUpdate: readGeneralizedTime(thisUpdate, 'thisUpdate'),
    ...(next === undefined ? {} : { nextUpdate: readGeneralizedTime(next, 'nextUpdate') }),
  }
}

function readStatus(value: Der | undefined): Pick<SingleStatus, 'status' | 'reason'> {
  if (primitiveContext(value, 0)?.length === 0) return { status: 'good' }
  if (isContext(value, 1)) return { status: 'revoked', ...readRevoked(readContext(value, 1, 'RevokedInfo')) }
  demandOfSignature(primitiveContext(value, 2)?.length === 0, 'a status is none that is known')
  return { status: 'unknown' }
}

function readRevoked([time, wrapped, ...more]: readonly Der[]): Pick<SingleStatus, 'reason'> {
  readGeneralizedTime(time, 'revocationTime')
  demandOfSignature(more.length === 0, 'RevokedInfo has another form')
  if (wrapped === undefined) return {}
  return { reason: readRevocationReason(readContext(wrapped, 0, 'revocationReason', 1)[0]) }
}
