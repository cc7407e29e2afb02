import { expect, test } from 'vitest'
import { makeParty, trustIn, withSm2Trust } from './test-party.ts'
import { formatTrust, parseTrust, trustFingerprint } from './trust.ts'

test('parsing undoes formatting', async () => {
  const [root, one, other] = [await makeParty('root'), await makeParty('one'), await makeParty('other')]
  const trust = trustIn(root, one, other)
  expect(parseTrust(formatTrust(trust))).toEqual(trust)
  const sm2Root = await makeParty('sm2 root', { key: 'sm2' })
  const both = withSm2Trust(trust, sm2Root, await makeParty('sm2 signer', { key: 'sm2' }))
  expect(parseTrust(formatTrust(both))).toEqual(both)
})

test('refuses a folder without root or signers, and signers in another form', async () => {
  const files = formatTrust(trustIn(await makeParty('root'), await makeParty('one')))
  const signers = Buffer.from(files.get('signers') ?? []).toString()
  for (const changed of ['', signers.trimEnd(), signers.toUpperCase(), `${signers}\n`, `${signers}# comment\n`]) {
    const changedFiles = new Map([...files, ['signers', Buffer.from(changed)]])
    expect(() => parseTrust(changedFiles)).toThrow('it is not one SHA-256 in lower-case hexadecimal a line')
  }
  for (const name of files.keys()) {
    const fewer = new Map([...files].filter(([other]) => other !== name))
    expect(() => parseTrust(fewer)).toThrow('it is not in the trust folder')
  }
})

test('refuses a root for SM2 that is no certificate', async () => {
  const files = formatTrust(trustIn(await makeParty('root'), await makeParty('one')))
  expect(() => parseTrust(new Map([...files, ['root-sm2.pem', Buffer.from('x')]]))).toThrow(
    expect.objectContaining({ code: 'SIGNATURE_INVALID' }),
  )
})

test('the fingerprint is the digest of the digests by name', () => {
  const files = new Map([
    ['signers', Buffer.from('b')],
    ['root.pem', Buffer.from('a')],
  ])
  // printf a > root.pem; printf b > signers; sha256sum root.pem signers | sha256sum
  expect(trustFingerprint(files)).toBe('8becd7641bfb14e39704df8fed59a2b28daacda3ef73cb817e2f02942ef46016')
})
