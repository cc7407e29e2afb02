import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { signDetached } from '#archive-schema/evidence/cms.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { buildEvidence, signEvidence, verifySm2Sealing } from '#archive-schema/evidence/seal.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { emptyLedger } from '#archive-schema/evidence/statement.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import type { Figure } from './figure.ts'

/** What it costs to sign, beside the hashing that every package needs anyway. */
export const sealing: Benchmark = {
  name: 'sealing',
  title:
    'manifests of 13 files, statement, P-256 and SM2 signatures, each verified as a stranger verifies it, one core',
  run: measureSealing,
}

const rounds = 5
const sealsARound = 400
const goalPerSecond = 400
const files = Array.from({ length: 13 }, (_, place) => ({
  path: `申报文件/${String(place + 1).padStart(4, '0')}_材料.pdf`,
  fixity: measureBytes(Buffer.from(`file ${place}`)),
}))

async function measureSealing({ note, signal }: BenchmarkTools): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-sealing-'))
  try {
    const opened = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
    const { sm2Signer } = opened
    if (sm2Signer === undefined) throw new Error('the archive has no SM2 signer')
    const sealed = await seal(opened, 0)
    const verify = async () => void verifySm2Sealing(sealed.signatureSm2 ?? Buffer.of(), sealed.statement, opened.trust)
    const [seals, sm2Signatures, sm2Verifications]: [number[], number[], number[]] = [[], [], []]
    await ratePerSecond((count) => seal(opened, count))
    for (let round = 1; round <= rounds; round++) {
      signal.throwIfAborted()
      note(`sealing: round ${round} of ${rounds}`)
      seals.push(await ratePerSecond((count) => seal(opened, count)))
      sm2Signatures.push(await ratePerSecond(() => signSm2(sealed.statement, sm2Signer)))
      sm2Verifications.push(await ratePerSecond(verify))
    }
    return [
      { subject: 'seals', unit: '1/CPU s', rounds: seals, beside: [{ name: 'goal', rounds: [goalPerSecond] }] },
      { subject: 'SM2 signatures made', unit: '1/CPU s', rounds: sm2Signatures },
      { subject: 'SM2 signatures verified with their chain', unit: '1/CPU s', rounds: sm2Verifications },
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}

function seal(opened: OpenedSigner, count: number) {
  const sealedAt = new Date(Date.UTC(2026, 0, 1) + count * 1000)
  const content = { id: `BENCH-${count}`, version: 1, previous: undefined, files, since: emptyLedger, sealedAt }
  return signEvidence(buildEvidence(content), opened)
}

function signSm2(statement: Uint8Array, signer: Signer): Promise<Uint8Array> {
  return signDetached(statement, new Date(Date.UTC(2026, 0, 1)), signer)
}

/** How often `work` can be done in a second of processor time. */
async function ratePerSecond(work: (count: number) => Promise<unknown>): Promise<number> {
  const start = process.cpuUsage()
  for (let count = 0; count < sealsARound; count++) await work(count)
  const { user, system } = process.cpuUsage(start)
  return sealsARound / ((user + system) / 1e6)
}
