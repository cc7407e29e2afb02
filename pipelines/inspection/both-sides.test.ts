import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { checkMetadata } from '#archive-schema/metadata/check-metadata.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { inspectPackage } from './inspect-package.ts'
import { readSample, type Sample, sealSample } from './sealed-sample-trial.ts'

let folder: string
let signer: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'both-sides-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  sample = await readSample('06-employment-registration-instant')
})

afterAll(() => rm(folder, { recursive: true }))

type Leaf = { readonly holder: Record<string, unknown>; readonly key: string }

/** Every text of the metadata, where it can be replaced. The class of a document is no text but one of three folders. */
function leavesOf(value: object): Leaf[] {
  const holder = value as Record<string, unknown>
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === 'folder') return []
    return typeof inner === 'object' && inner !== null ? leavesOf(inner) : [{ holder, key }]
  })
}

/** The metadata with one text replaced, or left out. */
function withLeaf(metadata: RecordMetadata, at: number, text: string | undefined): RecordMetadata {
  const copy = structuredClone(metadata)
  const leaves = leavesOf(copy)
  const { holder, key } = leaves[at % leaves.length] ?? { holder: {}, key: '' }
  if (text !== undefined) holder[key] = text
  else if (Array.isArray(holder)) holder.splice(Number(key), 1)
  else delete holder[key]
  return copy
}

const text = fc.constantFrom(undefined, ' ', '值', '0', '012', '2025-13-01', '2001-01-01 00:00:00', '长'.repeat(2001))

test('what description would refuse fails here too, by checks that share no code with it [MET-01]', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), text, async (at, replacement) => {
      const metadata = withLeaf(sample.metadata, at, replacement)
      fc.pre(checkMetadata(profile, metadata).length > 0)
      const subject = await sealSample(sample, signer, { metadata: () => metadata })
      expect((await inspectPackage(subject, dat70Gd)).outcome).toBe('FAIL')
    }),
  )
})

test('whatever the database says otherwise than the package is found [MET-01]', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (at) => {
      const described = withLeaf(sample.metadata, at, '别')
      const subject = await sealSample(sample, signer, { described: () => described })
      const report = await inspectPackage(subject, dat70Gd)
      expect(report.items.find(({ rule }) => rule === 'GD-2-10')?.outcome).toBe('FAIL')
    }),
  )
})

test('a fault names the side on which it was found', async () => {
  const inDatabase = (metadata: RecordMetadata) => ({ ...metadata, case: { ...metadata.case, itemType: '行政指导' } })
  const report = await inspectPackage(await sealSample(sample, signer, { described: inDatabase }), dat70Gd)
  expect(report.items.find(({ rule }) => rule === 'GD-1-4')?.evidence).toEqual([
    {
      location: '数据库 case.itemType（事项类型）',
      expected: '行政许可 / 行政给付 / 行政确认 / 行政裁决 / 行政奖励 / 其他行政权力 / 公共服务 / 行政处罚 / 行政检查',
      found: '行政指导',
    },
  ])
})
