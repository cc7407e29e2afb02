import { join } from 'node:path'
import { openCatalogue } from '#storage/catalogue/catalogue.ts'
import { openLedgerKeys } from '#storage/keys/ledger-keys.ts'
import { Ledger } from '#storage/ledger/ledger.ts'
import { LedgerObjects } from '#storage/ledger/ledger-objects.ts'
import { openFolderStore } from '#storage/objects/folder-store.ts'

// A sequencer that dies (SIGKILL) in its round: node killed-sequencer.ts DATABASE FOLDER ORIGIN MOMENT
const [database = '', folder = '', origin = '', moment = ''] = process.argv.slice(2)
const now = () => new Date()
const store = await openFolderStore({ folder, now, immutable: false })
const ledger = new Ledger({
  catalogue: await openCatalogue(database),
  objects: new LedgerObjects(store, join(folder, 'scratch'), now),
  keys: await openLedgerKeys({ dataDir: folder, origin }),
  now,
  onMoment: (at) => {
    if (at === moment) process.kill(process.pid, 'SIGKILL')
  },
})
await ledger.publish()
// Coming to this end is a failure of the drill.
process.exit(3)
