import { manifestName } from './manifest.ts'
import { statementName } from './statement.ts'

/** 证据 (evidence): the files that prove one record, byte for byte as they are exported. */
export type Evidence = {
  readonly manifestSha256: Uint8Array
  readonly manifestSm3: Uint8Array
  readonly statement: Uint8Array
  /** 电子签名: detached CAdES-B signature of `statement`, DER. */
  readonly signature: Uint8Array
}

/** Names of the evidence files. */
export const evidenceFileNames = {
  manifestSha256: manifestName('sha256'),
  manifestSm3: manifestName('sm3'),
  statement: statementName,
  signature: 'statement.p7s',
} as const satisfies { readonly [part in keyof Evidence]: string }

/** The evidence files by name, in the byte order of the names. */
export function evidenceFiles(evidence: Evidence): ReadonlyMap<string, Uint8Array> {
  return new Map([
    [evidenceFileNames.manifestSha256, evidence.manifestSha256],
    [evidenceFileNames.manifestSm3, evidence.manifestSm3],
    [evidenceFileNames.signature, evidence.signature],
    [evidenceFileNames.statement, evidence.statement],
  ])
}
