import { Buffer } from 'node:buffer'
import type { Digests } from '#archive-schema/fixity.ts'
import { demandOfEvidence } from './demand.ts'

/** A published state of the ledger: number of entries and root of the SHA-256 tree in base64 (RFC 6962). */
export type LedgerState = { readonly size: number; readonly root: string }

/** The ledger before its first checkpoint: no entry, the hash of nothing. */
export const emptyLedger: LedgerState = { size: 0, root: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=' }

/** 归档信息包声明 (statement): what is signed for one version of one package. It holds no personal data. */
export type Statement = {
  /** 电子文件号, also the name of the package's root folder. */
  readonly id: string
  /** From 1. */
  readonly version: number
  /** Digests of the statement of the version before; `undefined` if and only if `version` is 1. */
  readonly previous: Digests | undefined
  /** Number of files, at least 1. */
  readonly files: number
  /** Sum of their sizes. */
  readonly bytes: number
  /** SHA-256 of `manifest-sha256.txt` and SM3 of `manifest-sm3.txt`. */
  readonly manifests: Digests
  /** Newest published checkpoint when this was signed: the statement cannot be older. */
  readonly since: LedgerState
  /** Claimed time of sealing, whole seconds. */
  readonly sealedAt: Date
}

/** Name of the statement among the evidence files. */
export const statementName = 'statement.txt'

const maxStatementBytes = 1024
const decimal = '0|[1-9][0-9]{0,14}'
const hex64 = '[0-9a-f]{64}'
const form = new RegExp(
  [
    '^archive-package-statement/1',
    'id: (?<id>[0-9A-Za-z][0-9A-Za-z.-]{0,99})',
    `version: (?<version>${decimal})`,
    `previous: (?:-|sha256:(?<previousSha256>${hex64}) sm3:(?<previousSm3>${hex64}))`,
    `files: (?<files>${decimal})`,
    `bytes: (?<bytes>${decimal})`,
    `manifest-sha256: (?<sha256>${hex64})`,
    `manifest-sm3: (?<sm3>${hex64})`,
    `since: (?<size>${decimal}) (?<root>[0-9A-Za-z+/]{43}=)`,
    'sealed: (?<sealed>[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z)',
    '$',
  ].join('\n'),
)

/** Bytes of the statement: ten lines of ASCII. Throws `EVIDENCE_INVALID` if a field has no such form. */
export function formatStatement(statement: Statement): Uint8Array {
  const bytes = Buffer.from(writeLines(statement))
  demandOfEvidence(form.test(bytes.toString('latin1')), statementName, 'a field has a value that has no form')
  demandStatementRules(statement)
  return bytes
}

/** Reads `bytes` if they are exactly what `formatStatement` writes. Throws `EVIDENCE_INVALID`. */
export function parseStatement(bytes: Uint8Array): Statement {
  demandOfEvidence(bytes.length <= maxStatementBytes, statementName, `it is over ${maxStatementBytes} bytes long`)
  const fields = form.exec(Buffer.from(bytes).toString('latin1'))?.groups
  demandOfEvidence(fields !== undefined, statementName, 'it is not the ten lines of archive-package-statement/1')
  const statement = readFields(fields)
  demandStatementRules(statement)
  const rebuilt = Buffer.from(writeLines(statement))
  demandOfEvidence(rebuilt.equals(bytes), statementName, 'its lines are not written in the one allowed way')
  return statement
}

function writeLines(statement: Statement): string {
  const { previous, since, sealedAt } = statement
  return [
    'archive-package-statement/1',
    `id: ${statement.id}`,
    `version: ${statement.version}`,
    `previous: ${previous === undefined ? '-' : `sha256:${previous.sha256} sm3:${previous.sm3}`}`,
    `files: ${statement.files}`,
    `bytes: ${statement.bytes}`,
    `manifest-sha256: ${statement.manifests.sha256}`,
    `manifest-sm3: ${statement.manifests.sm3}`,
    `since: ${since.size} ${since.root}`,
    `sealed: ${Number.isNaN(sealedAt.getTime()) ? '-' : sealedAt.toISOString().replace('.000Z', 'Z')}`,
    '',
  ].join('\n')
}

function readFields(fields: Readonly<Record<string, string | undefined>>): Statement {
  const text = (name: string) => fields[name] ?? ''
  return {
    id: text('id'),
    version: Number(text('version')),
    previous: text('previousSha256') === '' ? undefined : { sha256: text('previousSha256'), sm3: text('previousSm3') },
    files: Number(text('files')),
    bytes: Number(text('bytes')),
    manifests: { sha256: text('sha256'), sm3: text('sm3') },
    since: { size: Number(text('size')), root: text('root') },
    sealedAt: new Date(text('sealed')),
  }
}

function demandStatementRules(statement: Statement): void {
  const { version, previous, files, since, sealedAt } = statement
  const demand = (condition: boolean, found: string) => demandOfEvidence(condition, statementName, found)
  demand(version >= 1, 'the version is not 1 or more')
  demand((version === 1) === (previous === undefined), 'version 1 has no previous version, every other has one')
  demand(files >= 1, 'it is about no file')
  demand(Buffer.from(since.root, 'base64').toString('base64') === since.root, 'the root is not canonical base64')
  demand((since.size === 0) === (since.root === emptyLedger.root), 'size and root of the ledger contradict each other')
  demand(sealedAt.getTime() >= 0, 'the time of sealing is no time from 1970 on')
}
