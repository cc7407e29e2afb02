import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { folderSource } from '#pipelines/capture/folder-source.ts'
import { firstLane } from '#pipelines/stages.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { startWorker } from '#services/worker/start-worker.ts'

// A worker that takes one case in and is killed (SIGKILL) at one boundary: node killed-worker.ts FOLDER STAGE MOMENT
const [folder = '', stage = '', moment = ''] = process.argv.slice(2)
// biome-ignore lint/style/noProcessEnv: this program is the outermost layer of the drill.
const archive = await openArchive(readConfig(process.env), openLog('silent'))

const die = () => process.kill(process.pid, 'SIGKILL')
const worker = await startWorker(archive, (_, at, when) => {
  if (at === stage && when === moment) die()
})
await captureCase(folderSource(folder), {
  ...archive,
  limits: defaultCaptureLimits,
  dispatch: async (caseId, transaction) => {
    if (stage === 'capture' && moment === 'staged') die()
    await worker.queue.send(firstLane, caseId, transaction)
  },
})
if (stage === 'capture') die()
// Wait to be killed; coming to this end is a failure of the drill.
setTimeout(() => process.exit(3), 60_000)
