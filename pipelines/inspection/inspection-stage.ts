import { remember, type Stage } from '../stage.ts'
import { inspectStaged } from './inspect-staged.ts'
import { refuseBlocked } from './refuse-blocked.ts'

/** 检测: the four properties of the sealed package, read back from what was written. */
export const inspectionStage: Stage<'inspection'> = {
  name: 'inspection',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const report = await inspectStaged(progress, tools)
    refuseBlocked(report)
    return { result: report }
  },
  restore: remember('inspection'),
}
