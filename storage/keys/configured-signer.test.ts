import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { makeRevocationList } from '#archive-schema/evidence/revocation-list-trial.ts'
import { signEvidence } from '#archive-schema/evidence/seal.ts'
import { emptyLedger, formatStatement } from '#archive-schema/evidence/statement.ts'
import { makeParty, type PartyWishes, type TestParty } from '#archive-schema/evidence/test-party.ts'
import { encryptPkcs8 } from './encrypt-pkcs8.ts'
import { parseKeyReference } from './key-reference.ts'
import { openSigner } from './open-signer.ts'
import { pkcs8Key } from './pkcs8.ts'

const now = new Date()
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'guidang-configured-'))
})
afterEach(() => rm(folder, { recursive: true }))

type Site = { readonly root: TestParty; readonly issuing: TestParty }

function makeSite(key: PartyWishes['key'] = 'p256'): Promise<Site> {
  const authority = async () => {
    const root = await makeParty('root', { role: { authorityAbove: 1 }, key })
    return { root, issuing: await makeParty('issuing', { role: { authorityAbove: 0 }, issuer: root, key }) }
  }
  return authority()
}

/** Writes the files of a signer and comes to how it is configured. */
async function configure(site: Site, signer: TestParty, more: Readonly<Record<string, string>> = {}) {
  const file = (name: string) => join(folder, name)
  const name = readCertificate(signer.certificate).sha256
  await writeFile(file(`${name}.key`), await encryptPkcs8(signer.privateKey, '密码'))
  await writeFile(file(`${name}.pem`), certificatePem(signer.certificate) + certificatePem(site.issuing.certificate))
  await writeFile(file(`${name}-root.pem`), certificatePem(site.root.certificate))
  const places = { certificates: file(`${name}.pem`), root: file(`${name}-root.pem`), ...more }
  const reference = parseKeyReference(`pkcs8:${file(`${name}.key`)}?${new URLSearchParams(places)}`)
  return { reference, passphrase: '密码' }
}

const open = (keys: NonNullable<Parameters<typeof openSigner>[0]['keys']>) =>
  openSigner({ dataDir: join(folder, 'data'), algorithm: 'ecdsa-p256', keys, now })

const signerOf = (site: Site, wishes: PartyWishes = {}) => makeParty('signer', { issuer: site.issuing, ...wishes })
const unfit = (found: string) =>
  expect.objectContaining({ code: 'SIGNER_UNFIT', permanent: false, message: expect.stringContaining(found) })

function unsignedNow() {
  const statement = formatStatement({
    ...{ id: 'X-1', version: 1, previous: undefined, files: 1, bytes: 1, since: emptyLedger },
    manifests: { sha256: 'a'.repeat(64), sm3: 'b'.repeat(64) },
    sealedAt: new Date(Math.floor(now.getTime() / 1000) * 1000),
  })
  return { manifestSha256: Buffer.of(), manifestSm3: Buffer.of(), statement }
}

test('a configured signer seals, alone or beside one by SM2, and is no test signer', async () => {
  const [site, sm2Site] = [await makeSite(), await makeSite('sm2')]
  const generic = await configure(site, await signerOf(site, { key: 'rsa-2048' }))
  const sm2 = await configure(sm2Site, await signerOf(sm2Site, { key: 'sm2' }))
  const alone = await open({ generic })
  expect(alone).toMatchObject({ isTest: false, signer: { algorithm: 'rsa-pkcs1-sha256' } })
  expect(alone.trust.sm2RootPem).toBeUndefined()
  expect(Object.keys(await signEvidence(unsignedNow(), alone))).not.toContain('signatureSm2')
  const both = await open({ generic, sm2 })
  expect(both.trust.signers).toHaveLength(2)
  expect(Object.keys(await signEvidence(unsignedNow(), both))).toContain('signatureSm2')
})

test('another key under the same root joins, and what the first one sealed goes on verifying', async () => {
  const site = await makeSite()
  const first = await open({ generic: await configure(site, await signerOf(site)) })
  const second = await open({ generic: await configure(site, await signerOf(site)) })
  expect(second.trust.signers).toHaveLength(2)
  expect(second.trust.signers).toEqual(expect.arrayContaining([...first.trust.signers]))
})

test('keys of another root, test keys among them, are not trusted any more [SIG-10]', async () => {
  const tests = await openSigner({ dataDir: join(folder, 'data'), algorithm: 'ecdsa-p256', now })
  const site = await makeSite()
  const { trust } = await open({ generic: await configure(site, await signerOf(site)) })
  expect(trust.rootPem).not.toBe(tests.trust.rootPem)
  expect(trust.signers.filter((signer) => tests.trust.signers.includes(signer))).toEqual([])
})

test('a signer who certifies himself is refused [SIG-10]', async () => {
  const self = await makeParty('self')
  const generic = await configure({ root: self, issuing: self }, self)
  expect((await open({ generic })).signer.unfit).toEqual(unfit('brings the root along'))
})

const unfitSigners: readonly (readonly [string, string, (site: Site) => Promise<TestParty>])[] = [
  [
    'is an authority',
    "is an authority's",
    (site) => signerOf({ ...site, issuing: site.root }, { role: { authorityAbove: 0 } }),
  ],
  ['has expired', 'is not valid at', (site) => signerOf(site, { notAfter: new Date(now.getTime() - 1000) })],
  ['is not valid yet', 'is not valid at', (site) => signerOf(site, { notBefore: new Date(now.getTime() + 60_000) })],
  ['has a key that is too short', 'neither P-256 nor RSA', (site) => signerOf(site, { key: 'rsa-1024' })],
  ['is certified by others', 'is not issued by the next one', async () => signerOf(await makeSite())],
  ['signs by SM2', 'the key is for sm2-sm3', (site) => signerOf(site, { key: 'sm2' })],
  [
    'has a key that is not that of its certificate',
    'the certificate is of another key',
    async (site) => ({ ...(await signerOf(site)), privateKey: (await signerOf(site)).privateKey }),
  ],
]

test.for(unfitSigners)('a signer that %s is unfit', async ([, found, make]) => {
  const site = await makeSite()
  const generic = await configure(site, await make(site))
  const opened = await open({ generic })
  expect(opened.signer.unfit).toEqual(unfit(found))
  expect(opened.trust.signers).toEqual([])
  await expect(signEvidence(unsignedNow(), opened)).rejects.toThrow(unfit(found))
  await expect(opened.signer.sign(Buffer.of())).rejects.toThrow(unfit(found))
})

test('a key for SM2 alone is refused', async () => {
  const site = await makeSite('sm2')
  const sm2 = await configure(site, await signerOf(site, { key: 'sm2' }))
  await expect(open({ sm2 })).rejects.toThrow(unfit('none for generic tools'))
})

test('without the root nothing is opened', async () => {
  const site = await makeSite()
  const { reference, passphrase } = await configure(site, await signerOf(site))
  const generic = { reference: { ...reference, root: join(folder, 'nowhere.pem') }, passphrase }
  await expect(open({ generic })).rejects.toThrow(unfit('nowhere.pem cannot be read'))
})

test('a signer that is revoked is unfit at the start, and from then on when it signs', async () => {
  const site = await makeSite()
  const party = await signerOf(site)
  const crl = join(folder, 'lists.pem')
  const publish = async (...revoked: readonly Uint8Array[]) => {
    const lists = [await makeRevocationList(site.root), await makeRevocationList(site.issuing, { revoked })]
    const pem = (list: Buffer) => `-----BEGIN X509 CRL-----\n${list.toString('base64')}\n-----END X509 CRL-----\n`
    await writeFile(crl, lists.map(pem).join(''))
  }
  const generic = await configure(site, party, { crl })
  const refusal = async () => (await open({ generic })).signer.unfit
  expect(await refusal()).toEqual(unfit(`${crl} cannot be read`))
  await publish()
  const opened = await open({ generic })
  expect((await signEvidence(unsignedNow(), opened)).signature.length).toBeGreaterThan(1000)
  await publish(readCertificate(party.certificate).serial)
  await expect(signEvidence(unsignedNow(), opened)).rejects.toThrow(unfit('CN=signer is revoked'))
  expect(await refusal()).toEqual(unfit('CN=signer is revoked'))
  expect((await open({ generic })).trust).toEqual(opened.trust)
  await writeFile(crl, 'no list')
  expect(await refusal()).toEqual(unfit('a revocation list is not DER'))
})

test('an encrypted key opens with its passphrase and no other, and a plain one never', async () => {
  const keys: readonly KeyObject[] = [
    generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
    generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey,
  ]
  for (const key of keys) {
    const pem = await encryptPkcs8(key, '密码')
    const plain = key.export({ type: 'pkcs8', format: 'der' })
    expect(pkcs8Key(pem, '密码').export({ type: 'pkcs8', format: 'der' })).toEqual(plain)
    expect(() => pkcs8Key(pem, 'other')).toThrow(unfit('the passphrase does not open'))
    expect(() => pkcs8Key(pem, '')).toThrow(unfit('the passphrase does not open'))
    const [begin = '', , ...rest] = pem.split('\n')
    for (const damaged of [`${pem.slice(0, 200)}\n`, [begin, ...rest].join('\n'), `${pem}${pem}`])
      expect(() => pkcs8Key(damaged, '密码')).toThrow(unfit('the file is damaged'))
    const bare = key.export({ type: 'pkcs8', format: 'pem' }).toString()
    expect(createPrivateKey(bare)).toBeDefined()
    expect(() => pkcs8Key(bare, '密码')).toThrow(unfit('no encrypted PKCS#8 key'))
  }
})
