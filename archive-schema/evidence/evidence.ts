import { manifestName } from './manifest.ts'
import { statementName } from './statement.ts'

/** 证据 (evidence): the files that prove one record, byte for byte as they are exported. */
export type Evidence = {
  readonly manifestSha256: Uint8Array
  readonly manifestSm3: Uint8Array
  readonly statement: Uint8Array
  /** 电子签名: detached CAdES-B signature of `statement`, DER. */
  readonly signature: Uint8Array
  /** The same by SM2 with SM3; absent where nobody signed so. */
  readonly signatureSm2?: Uint8Array
}

/** Names of the evidence files. */
export const evidenceFileNames = {
  manifestSha256: manifestName('sha256'),
  manifestSm3: manifestName('sm3'),
  statement: statementName,
  signature: 'statement.p7s',
  signatureSm2: 'statement-sm2.p7s',
} as const satisfies { readonly [part in keyof Required<Evidence>]: string }

/** The evidence files by name, in the byte order of the names. */
export function evidenceFiles(evidence: Evidence): ReadonlyMap<string, Uint8Array> {
  const { signatureSm2 } = evidence
  return new Map([
    [evidenceFileNames.manifestSha256, evidence.manifestSha256],
    [evidenceFileNames.manifestSm3, evidence.manifestSm3],
    ...(signatureSm2 === undefined ? [] : [[evidenceFileNames.signatureSm2, signatureSm2] as const]),
    [evidenceFileNames.signature, evidence.signature],
    [evidenceFileNames.statement, evidence.statement],
  ])
}
