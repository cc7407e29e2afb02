import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { readSignedMessage } from '#archive-schema/evidence/read-cms.ts'
import { formatNote } from '#archive-schema/ledger/signed-note.ts'
import { parseProof, proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import { openBenchArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { writeBornDigitalCase } from './born-digital-case.ts'
import type { Figure } from './figure.ts'
import { runToEnd } from './finished-command.ts'

/** How large the evidence of a record is, and what it costs to check it with the shell script. */
export const evidence: Benchmark = {
  name: 'evidence',
  title: 'evidence of an exported case of 13 files and 3.7 MB, and verify-package.sh over it',
  run: measureEvidence,
}

const rounds = 5
const caseBytes = 3_700_000
const goalBytes = 6_000
const goalCpuSeconds = 1.5

async function measureEvidence({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  await using archive = await openBenchArchive()
  const folder = await writeBornDigitalCase(join(archive.folder, 'case'), 'EVIDENCE', caseBytes)
  const { numbers } = await archive.capture([folder])
  const record = join(archive.folder, 'export')
  await archive.run('export', numbers[0] ?? '', '-o', record)
  const { alone, shared, sharedWhenLarge } = await sizesOf(join(record, 'evidence'))
  const seconds: number[] = []
  for (let round = 1; round <= rounds; round++) {
    signal.throwIfAborted()
    note(`evidence: round ${round} of ${rounds}`)
    const script = join(record, 'verify-package.sh')
    seconds.push((await runToEnd('sh', [script, record], { PATH: archive.environment['PATH'] ?? '' })).cpuSeconds)
  }
  return [
    { subject: 'evidence alone', unit: 'bytes', rounds: [alone] },
    {
      subject: 'evidence without what records share',
      unit: 'bytes',
      rounds: [shared],
      beside: [{ name: 'goal', rounds: [goalBytes] }],
    },
    {
      subject: 'the same in a ledger of 1,000,000 entries',
      unit: 'bytes',
      rounds: [sharedWhenLarge],
      beside: [{ name: 'goal', rounds: [goalBytes] }],
    },
    {
      subject: 'verify-package.sh',
      unit: 'CPU s',
      rounds: seconds,
      beside: [{ name: 'goal', rounds: [goalCpuSeconds] }],
    },
  ]
}

type Sizes = { readonly alone: number; readonly shared: number; readonly sharedWhenLarge: number }

/** Hashes in a proof of a tree of a million entries, and bytes of the line of each: base64 of 32 bytes, LF. */
const [largeProofHashes, hashLineBytes] = [20, 45]

/** All evidence files, and the same without certificates, checkpoints and time stamps, which are those of many records. */
async function sizesOf(folder: string): Promise<Sizes> {
  const names = await readdir(folder)
  const files = new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name))] as const)),
  )
  const bytesOf = (name: string) => files.get(name) ?? Buffer.of()
  const alone = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0)
  const certificates = [evidenceFileNames.signature, evidenceFileNames.signatureSm2]
    .flatMap((name) => readSignedMessage(bytesOf(name)).certificates)
    .reduce((sum, der) => sum + der.length, 0)
  const proofs = (['sha256', 'sm3'] as const).map((algorithm) => parseProof(algorithm, bytesOf(proofNames[algorithm])))
  const checkpoints = proofs.reduce((sum, { checkpoint }) => sum + formatNote(checkpoint).length, 0)
  const shared = alone - certificates - checkpoints - bytesOf(stampNames.token).length
  const missing = proofs.reduce((sum, { hashes }) => sum + largeProofHashes - hashes.length, 0)
  return { alone, shared, sharedWhenLarge: shared + missing * hashLineBytes }
}
