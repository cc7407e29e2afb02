import { execFile } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import type { TestParty } from '#archive-schema/evidence/test-party.ts'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import type { GenericKeyKind, KeyKind } from '#storage/keys/key-kinds.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { exportRecord } from './exported-record.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')

/** The signatures that a record has. */
export const sealedFiles = ['statement.p7s', 'statement-sm2.p7s'] as const
export type SealedFile = (typeof sealedFiles)[number]

/** Somebody who signs records, and what is known of him by those who would like to be him. */
export type Sealer = {
  /** The step at which verifiers look at his signature. */
  readonly step: 'signature' | 'signature-sm2'
  readonly signer: Signer
  /** The signer with the key that he really signs with: an insider. */
  readonly insider: TestParty
  readonly rootPem: string
  /** Kind of the keys of his authorities. */
  readonly key: 'p256' | 'sm2'
  /** What stands in the names of his test certificates. */
  readonly label: string
}

/** A place with one sealed and exported record, copies of which can be tampered with. */
export type Laboratory = {
  readonly opened: OpenedSigner
  /** The untouched record. */
  readonly record: string
  /** Whose signatures the record has, by the name of the evidence file. */
  readonly sealers: Readonly<Record<SealedFile, Sealer>>
  /** A fresh copy of the record. */
  copy(): Promise<string>
  close(): Promise<void>
}

/** Seals a record with new test keys of the given kind. */
export async function openLaboratory(kind: GenericKeyKind): Promise<Laboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-evidence-'))
  const opened = await openSigner({ dataDir: join(folder, 'data'), algorithm: kind, now: new Date() })
  const record = join(folder, 'record')
  await exportRecord(record, opened)
  let copies = 0
  return {
    opened,
    record,
    sealers: {
      'statement.p7s': await readSealer(join(folder, 'data', 'keys'), opened, kind),
      'statement-sm2.p7s': await readSealer(join(folder, 'data', 'keys'), opened, 'sm2'),
    },
    copy: async () => {
      copies += 1
      const copy = join(folder, `copy-${copies}`)
      await cp(record, copy, { recursive: true, verbatimSymlinks: true })
      return copy
    },
    close: () => rm(folder, { recursive: true }),
  }
}

async function readSealer(keysFolder: string, opened: OpenedSigner, kind: KeyKind): Promise<Sealer> {
  const { trust, sm2Signer } = opened
  const isSm2 = kind === 'sm2'
  const [signer, rootPem] = isSm2 ? [sm2Signer, trust.sm2RootPem] : [opened.signer, trust.rootPem]
  if (signer === undefined || rootPem === undefined) throw new Error('the archive has no SM2 signer')
  const label = isSm2 ? 'TEST SM2' : 'TEST'
  const privateKey = createPrivateKey(await readFile(join(keysFolder, `test-package-signer-${kind}`, 'signer.key')))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const name = { country: 'CN', organization: 'Guidang TEST 测试', commonName: `Guidang ${label} package signer 测试` }
  const insider = { name, privateKey, publicKey, certificate: signer.certificates[0] ?? Buffer.of() }
  const step = isSm2 ? 'signature-sm2' : 'signature'
  return { step, signer, insider, rootPem, key: isSm2 ? 'sm2' : 'p256', label }
}

/** First step that the TypeScript verifier reports as wrong, `OK` if none. */
export async function firstFailure(record: string, trust = join(record, 'trust')): Promise<string> {
  const report = await verifyRecord(
    await readExportedFolder(record),
    parseTrust(await readTrustFolder(trust)),
    new Date(),
  )
  return report.steps.find(({ ok }) => !ok)?.step ?? (report.ok ? 'OK' : 'not ok without a failed step')
}

/** The step at which the shell verifier stops, `OK` if it does not. Throws what it prints if it ends in any other way. */
export async function firstShellFailure(record: string, trust = join(record, 'trust')): Promise<string> {
  const { code, stdout, stderr } = await runProgram('sh', [script, record, trust])
  const [word, step] = stdout.trimEnd().split('\n').at(-1)?.split(/[ :]/) ?? []
  if (code === 0 && word === 'OK') return 'OK'
  if (code === 1 && word === 'FAIL' && step !== undefined) return step
  throw new Error(`verify-package.sh ended with ${code}: ${stdout}${stderr}`)
}

/** Runs a program to its end, whatever its exit code. */
export function runProgram(program: string, args: readonly string[], cwd?: string) {
  return new Promise<{ code: number | string; stdout: string; stderr: string }>((resolve) => {
    execFile(program, args, cwd === undefined ? {} : { cwd }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : (error.code ?? 'no exit code'), stdout, stderr })
    })
  })
}

/** Everything that can be said of a folder: names, kinds, bytes. Equal if and only if nothing was changed. */
export async function fingerprintFolder(folder: string): Promise<string> {
  const hash = createHash('sha256')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.map((entry) => ({ entry, path: join(entry.parentPath, entry.name) }))
  for (const { entry, path } of paths.sort((one, other) => (one.path < other.path ? -1 : 1))) {
    hash.update(`${path.slice(folder.length)}\0`)
    if (entry.isFile()) hash.update(await readFile(path))
    else hash.update(entry.isSymbolicLink() ? `link ${await readlink(path)}` : `folder ${entry.isDirectory()}`)
  }
  return hash.digest('hex')
}
