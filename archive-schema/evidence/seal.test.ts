import { beforeAll, expect, test } from 'vitest'
import { measureBytes } from './digest.ts'
import { buildEvidence, sealStatement, verifySealing } from './seal.ts'
import { emptyLedger, parseStatement } from './statement.ts'
import { makeParty, signerOf, type TestParty, trustIn } from './test-party.ts'

const files = ['b.txt', '申报文件/a.pdf'].map((path) => ({ path, fixity: measureBytes(Buffer.from(path)) }))
const content = {
  id: 'X-1',
  version: 1,
  previous: undefined,
  files,
  since: emptyLedger,
  sealedAt: new Date('2026-01-02T03:04:05.678Z'),
}
const { statement } = buildEvidence(content)
let root: TestParty
let signer: TestParty

beforeAll(async () => {
  root = await makeParty('root', { role: { authorityAbove: 0 } })
  signer = await makeParty('signer', { issuer: root })
})

test('the statement counts the files and names both manifests', () => {
  const evidence = buildEvidence(content)
  expect(parseStatement(evidence.statement)).toEqual({
    id: 'X-1',
    version: 1,
    previous: undefined,
    files: 2,
    bytes: 23,
    manifests: {
      sha256: measureBytes(evidence.manifestSha256).sha256,
      sm3: measureBytes(evidence.manifestSm3).sm3,
    },
    since: emptyLedger,
    sealedAt: new Date('2026-01-02T03:04:05Z'),
  })
})

test('the same content in any order gives the same bytes', () => {
  expect(buildEvidence({ ...content, files: files.toReversed() })).toEqual(buildEvidence(content))
})

test('a sealed statement verifies', async () => {
  const signature = await sealStatement(statement, signerOf(signer), trustIn(root, signer))
  expect(verifySealing(signature, statement, trustIn(root, signer)).signer).toBe('C=CN, O=测试, CN=signer')
})

test.for([
  ['a signer that is not trusted', async () => ({ signer: signerOf(signer), trust: trustIn(root) })],
  [
    'a certificate of another key',
    async () => {
      const other = await makeParty('other', { issuer: root })
      const signing = { ...signerOf(other), certificates: [signer.certificate] }
      return { signer: signing, trust: trustIn(root, signer) }
    },
  ],
  [
    'an expired certificate',
    async () => {
      const old = await makeParty('old', { issuer: root, notAfter: new Date('2026-01-02T03:04:04Z') })
      return { signer: signerOf(old), trust: trustIn(root, old) }
    },
  ],
  [
    'a key that cannot be reached',
    async () => {
      const sign = () => Promise.reject(new Error('the device does not answer'))
      return { signer: { ...signerOf(signer), sign }, trust: trustIn(root, signer) }
    },
  ],
] as const)('with %s nothing is sealed, and the case may wait', async ([, open]) => {
  const { signer: unfit, trust } = await open()
  await expect(sealStatement(statement, unfit, trust)).rejects.toMatchObject({ code: 'SIGNER_UNFIT', permanent: false })
})

test('a signing time other than the time of sealing is refused', async () => {
  const { signDetached } = await import('./cms.ts')
  const signature = await signDetached(statement, new Date('2026-01-02T03:04:06Z'), signerOf(signer))
  expect(() => verifySealing(signature, statement, trustIn(root, signer))).toThrow('is not the time of sealing')
})
