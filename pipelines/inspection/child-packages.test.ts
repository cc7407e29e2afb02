import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { type OpenedSigner, openSigner } from '#storage/keys/open-signer.ts'
import { inspectPackage } from './inspect-package.ts'
import { aboutCase, adding, removing, replacing } from './sample-changes-trial.ts'
import { readSample, type Sample, type SampleChange, sealSample } from './sealed-sample-trial.ts'

const number = '430190-0086-430131012002-2025-D10-000001'
const path = `${profile.childFolder.name}/${number}.zip`
const list = profile.files.materials.name
const child = new TextEncoder().encode('the package of a child')
const fixity = measureBytes(child)
const bound = aboutCase({
  relatedCases: [
    {
      relation: '子办件',
      systemCode: 'ZWFW-430100',
      serialNumber: '430190251103000701',
      binding: '随包',
      electronicRecordCode: number,
      bytes: String(fixity.bytes),
      digests: digestGroups(profile, fixity),
    },
  ],
})

let folder: string
let signer: OpenedSigner
let sample: Sample

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'child-packages-'))
  signer = await openSigner({ dataDir: folder, algorithm: 'ecdsa-p256', now: new Date() })
  const plain = await readSample('06-employment-registration-instant')
  sample = { ...plain, contents: new Map([...plain.contents, [number, child]]) }
})
afterAll(() => rm(folder, { recursive: true }))

async function failedRules(change: SampleChange): Promise<string[]> {
  const { items } = await inspectPackage(await sealSample(sample, signer, change), dat70Gd)
  return items.filter(({ outcome }) => outcome === 'FAIL').map(({ rule }) => rule)
}

test('a parent that holds the child it describes passes', async () => {
  expect(await failedRules(bound)).toEqual([])
})

// Each is sealed anew: manifests and 校验信息 agree with what lies in the package.
test.for<[string, Partial<SampleChange>, string[]]>([
  ['a changed child', { files: replacing(path, 'child', 'CHILD') }, ['GD-2-11']],
  ['a child that is not there', { files: removing(path) }, ['GD-1-13', 'GD-2-11']],
  ['a child too many', { files: adding(path.replace('000001.zip', '000002.zip')) }, ['GD-1-13', 'GD-2-11']],
  ['a list with another number', { files: replacing(list, '-0086-', '-0087-') }, ['GD-1-12']],
])('%s fails though the package is sealed anew', async ([, change, rules]) => {
  expect(await failedRules({ ...bound, ...change })).toEqual(rules)
})
