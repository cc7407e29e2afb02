import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { writeJournal } from '#storage/journal/journal.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { journalIn } from '../open-journal.ts'
import { auditAll, type CopiesTrial, copyRound, kindsOf, openCopiesTrial } from './copies-trial.ts'
import { extendRetention } from './extend-retention.ts'
import { holdRecords, releaseRecords } from './hold-records.ts'
import { requireRecord } from './require-record.ts'

let archive: CopiesTrial
let number: string
let key: string
let hold: string
const act = { authority: '法院（2026）1号', reason: '诉讼', by: '王芳' }
beforeEach(async () => {
  archive = await openCopiesTrial()
  ;[number] = archive.numbers
  key = (await requireRecord(archive.catalogue, number)).objects.package.key
  hold = (await holdRecords(archive, { ...act, numbers: [number] })).hold
})
afterEach(() => archive.close())

/** The first store, where the hold is released in the very moment after somebody has seen it on the package. */
function releasing(): { readonly store: ObjectStore; released(): Promise<unknown> } {
  let release: Promise<unknown> | undefined
  const isHeld = async (asked: string) => {
    const found = await archive.store.isHeld(asked)
    if (asked === key && release === undefined) {
      release = releaseRecords(archive, hold, act)
      await Promise.race([release, someoneWaits()])
    }
    return found
  }
  const store = new Proxy(archive.store, {
    get(target, name) {
      const value: unknown = name === 'isHeld' ? isHeld : Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { store, released: async () => expect(await release).toMatchObject({ faults: [] }) }
}

/** Until a transaction of this database waits for another one. */
async function someoneWaits(): Promise<void> {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
  while ((await archive.catalogue.pool.query(waiting)).rows.length === 0) await pause(20)
}

test('a release in the moment of copying leaves no hold on the copy', async () => {
  const { store, released } = releasing()
  await copyRound({ ...archive, store })
  await released()
  const second = await archive.second.open()
  expect([await archive.store.isHeld(key), await second.isHeld(key)]).toEqual([false, false])
  expect(kindsOf(await auditAll(archive, 'second'))).toEqual([])
})

test('a release in the moment in which rows of the record are journaled leaves no hold on them', async () => {
  await extendRetention(archive, number, { period: 'Y', reason: '续存', by: '王芳' })
  const { store, released } = releasing()
  const { catalogue, config, now } = archive
  await writeJournal({ catalogue, objects: journalIn(store, config, now) })
  await released()
  await writeJournal({ catalogue, objects: archive.journal })
  expect(kindsOf(await auditAll(archive))).toEqual([])
})
