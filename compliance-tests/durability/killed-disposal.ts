import { carryOut } from '#pipelines/disposal/carry-out.ts'
import { readConfig } from '#services/config.ts'
import { openLog } from '#services/logging.ts'
import { openArchive } from '#services/open-archive.ts'
import { type DestructionMoment, destructionMoments, interrupted } from './interrupted-destruction.ts'

// A process that carries out a disposal and dies (SIGKILL): node killed-disposal.ts LIST MOMENT
// at one moment of it, or when its parent kills it (MOMENT `never`).
const [list = '', moment = ''] = process.argv.slice(2)
// biome-ignore lint/style/noProcessEnv: this program is the outermost layer of the drill.
const archive = await openArchive(readConfig(process.env), openLog('silent'))
const isMoment = (given: string): given is DestructionMoment => destructionMoments.some((one) => one === given)
const die = () => {
  process.kill(process.pid, 'SIGKILL')
  return new Promise<never>(() => {})
}
await carryOut(isMoment(moment) ? interrupted(archive, moment, die) : archive, list)
await archive.close()
