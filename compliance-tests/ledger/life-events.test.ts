import { afterEach, beforeEach, expect, test } from 'vitest'
import { entryOf } from '#archive-schema/ledger/ledger-entry.ts'
import { queueEntry } from '#storage/catalogue/ledger-entries.ts'
import { openTestLedger, type TestLedger } from './test-ledger.ts'

let trial: TestLedger
beforeEach(async () => {
  trial = await openTestLedger()
})
afterEach(() => trial.close())

const text = Buffer.from('legal hold 1\n')

test('the text of a life event is locked before its entry is queued, and is found by its entry', async () => {
  const { ledger, catalogue, store } = trial
  const entry = await ledger.keepText('hold', text)
  expect(entry).toEqual(entryOf('hold', text))
  const [key = ''] = await Array.fromAsync(store.list('ledger/'))
  expect(key).toBe(`ledger/texts/hold/${entry.sha256}`)
  await expect(store.remove(key)).rejects.toMatchObject({ code: 'STORE_OBJECT_LOCKED' })
  await catalogue.transact((transaction) => queueEntry(transaction, entry, new Date()))
  expect(await ledger.publish()).toMatchObject({ size: 1 })
  expect(Buffer.from((await ledger.readText(entry)) ?? '')).toEqual(text)
  expect(await ledger.readText(entryOf('audit', text))).toBeUndefined()
})

test('the same text again is no error', async () => {
  const { ledger } = trial
  expect(await ledger.keepText('hold', text)).toEqual(await ledger.keepText('hold', text))
})
