import { execFile } from 'node:child_process'
import { createHash, createPrivateKey, createPublicKey } from 'node:crypto'
import { cp, mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestParty } from '#archive-schema/evidence/test-party.ts'
import { parseTrust } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from '#services/verifier/exported-folder.ts'
import { verifyRecord } from '#services/verifier/verify-record.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import type { KeyKind } from '#storage/keys/test-keys.ts'
import { exportRecord } from './exported-record.ts'

const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')

/** A place with one sealed and exported record, copies of which can be tampered with. */
export type Laboratory = {
  readonly opened: OpenedSigner
  /** The untouched record. */
  readonly record: string
  /** The package signer, with the key that it really signs with: an insider. */
  readonly insider: TestParty
  /** A fresh copy of the record. */
  copy(): Promise<string>
  close(): Promise<void>
}

/** Seals a record with new test keys of the given kind. */
export async function openLaboratory(kind: KeyKind): Promise<Laboratory> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-evidence-'))
  const opened = await openSigner({ dataDir: join(folder, 'data'), algorithm: kind, now: new Date() })
  const record = join(folder, 'record')
  await exportRecord(record, opened)
  let copies = 0
  return {
    opened,
    record,
    insider: await readInsider(join(folder, 'data', 'keys', `test-package-signer-${kind}`), opened),
    copy: async () => {
      copies += 1
      const copy = join(folder, `copy-${copies}`)
      await cp(record, copy, { recursive: true, verbatimSymlinks: true })
      return copy
    },
    close: () => rm(folder, { recursive: true }),
  }
}

async function readInsider(keyFolder: string, { signer }: OpenedSigner): Promise<TestParty> {
  const privateKey = createPrivateKey(await readFile(join(keyFolder, 'signer.key')))
  const publicKey = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const name = { country: 'CN', organization: 'Guidang TEST 测试', commonName: 'Guidang TEST package signer 测试' }
  return { name, privateKey, publicKey, certificate: signer.certificates[0] ?? Buffer.of() }
}

/** First step that the TypeScript verifier reports as wrong, `OK` if none. */
export async function firstFailure(record: string, trust = join(record, 'trust')): Promise<string> {
  const report = await verifyRecord(await readExportedFolder(record), parseTrust(await readTrustFolder(trust)))
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
