import { flushCompileCache } from 'node:module'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { firstLane } from '#pipelines/stages.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { startWorker } from '#services/worker/start-worker.ts'

// A worker that dies (SIGKILL): node killed-worker.ts STAGE MOMENT [FOLDER]
// at one boundary, of whichever case comes there first, or when its parent kills it (STAGE `never`). Says `ready` before it
// takes FOLDER in.
const [stage = '', moment = '', folder] = process.argv.slice(2)
// biome-ignore lint/style/noProcessEnv: this program is the outermost layer of the drill.
const archive = await openArchive(readConfig(process.env), openLog('silent'))

const die = () => process.kill(process.pid, 'SIGKILL')
const worker = await startWorker(archive, (_, at, when) => {
  if (at === stage && when === moment) die()
})
// Who is killed keeps nothing of what was compiled by himself.
flushCompileCache()
process.stdout.write('ready\n')
if (folder !== undefined) {
  await captureCase(folderSource(folder), {
    ...archive,
    limits: defaultCaptureLimits,
    dispatch: async (caseId, transaction) => {
      if (stage === 'capture' && moment === 'staged') die()
      await worker.queue.send(firstLane, caseId, transaction)
    },
  })
  if (stage === 'capture') die()
}
// Wait to be killed; coming to this end is a failure of the drill.
setTimeout(() => process.exit(3), 60_000)
