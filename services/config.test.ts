import { expect, test } from 'vitest'
import { configVariables, readConfig } from './config.ts'

test('needs nothing at all', () => {
  expect(readConfig({})).toMatchObject({ port: 8080, host: '127.0.0.1', recognition: true, s3: undefined })
})

test('names every wrong variable at once', () => {
  const wrong = { PORT: 'eighty', LOG_LEVEL: 'loud', GUIDANG_FIXED_TIME: 'yesterday', DATABASE_URL: 'mysql://x' }
  expect(() => readConfig(wrong)).toThrow(/DATABASE_URL[\s\S]*PORT|PORT[\s\S]*DATABASE_URL/)
  expect(() => readConfig(wrong)).toThrow(/LOG_LEVEL/)
  expect(() => readConfig(wrong)).toThrow(/GUIDANG_FIXED_TIME/)
})

test('takes the word false for false', () => {
  expect(readConfig({ RECOGNITION: 'false' }).recognition).toBe(false)
})

test('an S3 endpoint without keys is refused', () => {
  expect(() => readConfig({ S3_ENDPOINT: 'http://127.0.0.1:9000' })).toThrow('S3_ACCESS_KEY')
})

test('reads where clamd listens', () => {
  expect(readConfig({}).clamd).toBeUndefined()
  expect(readConfig({ CLAMD_ADDRESS: '' }).clamd).toBeUndefined()
  expect(readConfig({ CLAMD_ADDRESS: '/run/clamav/clamd.ctl' }).clamd).toEqual({ path: '/run/clamav/clamd.ctl' })
  expect(readConfig({ CLAMD_ADDRESS: 'localhost:3310' }).clamd).toEqual({ host: 'localhost', port: 3310 })
  expect(() => readConfig({ CLAMD_ADDRESS: 'localhost' })).toThrow(/host:port[\s\S]*CLAMD_ADDRESS/)
})

test('the keys of the ledger come as a pair or not at all', () => {
  expect(readConfig({ LEDGER_KEY: '/a', LEDGER_SM2_KEY: '/b', LEDGER_PASSPHRASE: 'c' }).ledger.keys).toEqual({
    ...{ ed25519: '/a', sm2: '/b', passphrase: 'c' },
  })
  for (const alone of ['LEDGER_KEY', 'LEDGER_SM2_KEY'])
    expect(() => readConfig({ [alone]: '/a' })).toThrow('LEDGER_KEY and LEDGER_SM2_KEY go together')
})

test('a name of the ledger that cannot be the name of a key is refused', () => {
  expect(readConfig({}).ledger).toEqual({ origin: 'guidang.test/ledger', checkpointSeconds: 60 })
  expect(readConfig({ LEDGER_ORIGIN: 'archive.example/log' }).ledger.origin).toBe('archive.example/log')
  for (const wrong of ['a b', 'a+b', 'a\nb'])
    expect(() => readConfig({ LEDGER_ORIGIN: wrong })).toThrow('LEDGER_ORIGIN')
  expect(() => readConfig({ LEDGER_CHECKPOINT_SECONDS: '0' })).toThrow('LEDGER_CHECKPOINT_SECONDS')
})

test('lists every variable with its default', () => {
  expect(configVariables().find(({ name }) => name === 'PORT')).toMatchObject({ default: '8080' })
})

test('reads where the keys of the package signers are', () => {
  const key = 'pkcs12:/keys/signer.p12?root=/keys/root.pem'
  expect(readConfig({}).signerKeys).toEqual({ generic: undefined, sm2: undefined })
  const { signerKeys, sm2SignatureProfile } = readConfig({
    SIGNER_KEY: key,
    SIGNER_PASSPHRASE: 'x',
    SM2_SIGNER_KEY: key,
    SM2_SIGNATURE_PROFILE: 'cms',
  })
  expect(signerKeys).toMatchObject({
    generic: { reference: { scheme: 'pkcs12', file: '/keys/signer.p12' }, passphrase: 'x' },
    sm2: { reference: { scheme: 'pkcs12' }, passphrase: undefined },
  })
  expect(sm2SignatureProfile.name).toBe('cms')
})

test('a key that cannot be is refused, and one for SM2 alone as well', () => {
  expect(() => readConfig({ SIGNER_KEY: 'signer.p12' })).toThrow(/it is no URL[\s\S]*SIGNER_KEY/)
  expect(() => readConfig({ SM2_SIGNER_KEY: 'pkcs12:/k.p12?root=/r.pem' })).toThrow('SM2_SIGNER_KEY needs SIGNER_KEY')
  expect(() => readConfig({ SM2_SIGNATURE_PROFILE: 'pkcs7' })).toThrow('SM2_SIGNATURE_PROFILE')
})

test('reads which weaknesses of the store are accepted', () => {
  expect(readConfig({}).storeAcceptedWeaknesses).toEqual([])
  expect(readConfig({ STORE_ACCEPTED_WEAKNESSES: 'W14,W17' }).storeAcceptedWeaknesses).toEqual(['W14', 'W17'])
  for (const wrong of ['all', 'W14 W17', 'W0', 'w14,'])
    expect(() => readConfig({ STORE_ACCEPTED_WEAKNESSES: wrong })).toThrow('STORE_ACCEPTED_WEAKNESSES')
})
