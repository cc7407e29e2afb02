import { expect, test } from 'vitest'
import { makeParty, trustIn } from './test-party.ts'
import { formatTrust, parseTrust, trustFingerprint } from './trust.ts'

test('parsing undoes formatting', async () => {
  const [root, one, other] = [await makeParty('root'), await makeParty('one'), await makeParty('other')]
  const trust = trustIn(root, one, other)
  expect(parseTrust(formatTrust(trust))).toEqual(trust)
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

test('the fingerprint is the digest of the digests by name', () => {
  const files = new Map([
    ['signers', Buffer.from('b')],
    ['root.pem', Buffer.from('a')],
  ])
  // printf a > root.pem; printf b > signers; sha256sum root.pem signers | sha256sum
  expect(trustFingerprint(files)).toBe('8becd7641bfb14e39704df8fed59a2b28daacda3ef73cb817e2f02942ef46016')
})
