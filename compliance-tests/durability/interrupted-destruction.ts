import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import type { JournalObjects } from '#storage/journal/journal-objects.ts'
import type { KeptStore } from '#storage/objects/kept-store.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'
import { storeWith } from '../law/retention-trial.ts'

/** Where the destruction of a record may be cut off, in the order in which it comes there. */
export const destructionMoments = ['begun', 'journaled', 'half-erased', 'first-erased', 'second-erased'] as const
export type DestructionMoment = (typeof destructionMoments)[number]

/** The tools of a process that comes to its end (`die` never resolves, or rejects) at a moment of the first destruction. */
export function interrupted(tools: DisposalTools, moment: DestructionMoment, die: () => Promise<never>): DisposalTools {
  const { store, stores, journal } = tools
  const erase = async (folder: string) => {
    if (moment === 'journaled') await die()
    if (moment === 'half-erased') await eraseHalf(store, folder, die)
    await store.erase(folder)
    if (moment === 'first-erased') await die()
  }
  const eraseSecond = async (second: ObjectStore, folder: string) => {
    await second.erase(folder)
    if (moment === 'second-erased') await die()
  }
  return {
    ...tools,
    journal: moment === 'begun' ? unwritable(journal, die) : journal,
    store: storeWith(store, { erase }),
    stores: { second: stores.second && opening(stores.second, eraseSecond) },
  }
}

function opening(second: KeptStore, erase: (opened: ObjectStore, folder: string) => Promise<void>): KeptStore {
  const open = async () => {
    const opened = await second.open()
    return storeWith(opened, { erase: (folder) => erase(opened, folder) })
  }
  return Object.assign(Object.create(second) as KeptStore, { open })
}

/** What is erased first is what the record is made of. */
async function eraseHalf(store: ObjectStore, folder: string, die: () => Promise<never>): Promise<void> {
  for await (const { key } of store.traces(folder))
    if (key.endsWith('.zip') || key.includes('/journal/')) await store.remove(key)
  await die()
}

/** The journal of a process that dies before it stores a segment. */
function unwritable(journal: JournalObjects, die: () => Promise<never>): JournalObjects {
  const putRecordRows: JournalObjects['putRecordRows'] = (...given) => journal.putRecordRows(...given)
  return Object.assign(Object.create(journal) as JournalObjects, { putRecordRows, putSegment: die })
}
