import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import type { ObjectFixity } from '#archive-schema/fixity.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { openS3ObjectStore } from '#storage/objects/s3-object-store.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { startCeph } from '../stack/ceph.ts'
import { removeArchive } from './bench-archive.ts'
import type { Benchmark, BenchmarkTools } from './benchmark.ts'
import { type BesideRound, oneRound, type Ways } from './beside.ts'
import type { Figure } from './figure.ts'

const packageBytes = 3_700_000
const [usualPackages, rounds, atOnce] = [40, 4, 4] as const
/** Share of the speed of plain writing that storing is to have. */
const goal = 0.7

/** What a store does for a package: written once, made durable, locked, read back and hashed, the lock read back. */
export const store: Benchmark = {
  name: 'store',
  title: `packages of ${packageBytes / 1e6} MB into the stores, ${atOnce} at a time, beside plain writing of the same bytes`,
  run: measureStores,
}

async function measureStores(tools: BenchmarkTools): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'guidang-store-'))
  try {
    return [...(await measureFolder(folder, tools)), ...(await measureS3(folder, tools))]
  } finally {
    await removeArchive(folder, folder)
  }
}

async function measureFolder(folder: string, tools: BenchmarkTools): Promise<Figure[]> {
  const options = { folder: join(folder, 'store'), now: () => new Date(), immutable: true }
  await mkdir(options.folder)
  const target = await openFolderStore(options)
  const measured = await measureRounds('folder', folder, tools, {
    // As a stage of the pipeline leaves a package: written to staging, not made durable.
    own: async (parcel) => {
      await writeFile(parcel.path, parcel.bytes)
      await put(target, parcel)
    },
    plain: async ({ path, bytes }) => {
      await using file = await open(`${path}.plain`, 'wx')
      await file.writeFile(bytes)
      await file.sync()
    },
  })
  return figuresOf('WORM folder', 'write and fsync', measured)
}

async function measureS3(folder: string, tools: BenchmarkTools): Promise<Figure[]> {
  const { stop, ...server } = await startCeph()
  try {
    const options = { ...server, bucket: 'bench', defaultRetentionDays: 1, now: () => new Date() }
    const target = await openS3ObjectStore(options)
    const { client, bucket } = openS3Place(options)
    const measured = await measureRounds('S3', folder, tools, {
      own: async (parcel) => {
        await writeFile(parcel.path, parcel.bytes)
        await put(target, parcel)
      },
      plain: ({ key, bytes }) => client.putObject(bucket, `plain/${key}`, bytes, bytes.length),
    })
    return figuresOf('S3 (Ceph in the memory of this machine)', 'putObject of minio', measured)
  } finally {
    await stop()
  }
}

/** A package that is to be stored. */
type Parcel = { readonly key: string; readonly path: string; readonly bytes: Buffer; readonly fixity: ObjectFixity }

function put(target: ObjectStore, { key, path, fixity }: Parcel) {
  return target.put(key, { path, fixity }, new Date(Date.now() + 30 * 86_400_000))
}

/** The first round warms both ways up and does not count. */
async function measureRounds(
  name: string,
  folder: string,
  { note, signal, size = usualPackages }: BenchmarkTools,
  ways: Ways<Parcel>,
): Promise<BesideRound[]> {
  const done: BesideRound[] = []
  for (let round = 0; round <= rounds; round++) {
    signal.throwIfAborted()
    note(`store ${name}: ${round === 0 ? 'warming up' : `round ${round} of ${rounds}`}, ${size} packages in each way`)
    const staging = join(folder, `staging-${round}`)
    await mkdir(staging)
    const parcels = Array.from({ length: size }, (_, place) => parcelOf(staging, `${round}-${place}`))
    const measured = await oneRound(parcels, ways, { atOnce, round })
    await rm(staging, { recursive: true })
    if (round > 0) done.push(measured)
  }
  return done
}

function parcelOf(staging: string, name: string): Parcel {
  const bytes = randomBytes(packageBytes)
  return { key: `430190/2026/${name}.zip`, path: join(staging, name), bytes, fixity: measureBytes(bytes) }
}

function figuresOf(subject: string, plainly: string, measured: readonly BesideRound[]): Figure[] {
  const rates = (way: 'own' | 'plain') => measured.map((round) => (round[way].rate * packageBytes) / 1e6)
  const cpuMs = (way: 'own' | 'plain') => measured.map((round) => round[way].cpuMs)
  const shares = measured.map(({ own, plain }) => own.rate / plain.rate)
  return [
    { subject, unit: 'MB/s', rounds: rates('own'), beside: [{ name: plainly, rounds: rates('plain') }] },
    { subject: `${subject}: share`, unit: '', rounds: shares, beside: [{ name: 'goal', rounds: [goal] }] },
    {
      subject: `${subject}: processor time of the client`,
      unit: 'ms/package',
      rounds: cpuMs('own'),
      beside: [{ name: plainly, rounds: cpuMs('plain') }],
    },
  ]
}
