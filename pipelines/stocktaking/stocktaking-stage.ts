import { arrangedOf } from '../case-in-progress.ts'
import { remember, type Stage } from '../stage.ts'
import { takeStock } from './take-stock.ts'

/** 清点: counts what is there, against what the end state asks for. */
export const stocktakingStage: Stage<'stocktaking'> = {
  name: 'stocktaking',
  lane: () => 'clerk',
  onRefusal: 'refuse',
  async run(progress) {
    const { arranged, scopeEntry } = arrangedOf(progress)
    const count = takeStock(arranged, scopeEntry)
    return { result: count }
  },
  restore: remember('stocktaking'),
}
