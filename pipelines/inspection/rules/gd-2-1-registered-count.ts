import { withBatchForm } from '../batch-form.ts'
import { type Check, judge } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import { contentFilesOf } from '../inspection-view.ts'

/** GD-2-1 总件数相符性检测: as many content files are in the package as 清点 registered (GB/T 18894-2016 表A.1). */
export const registeredCount: Check = {
  rule: 'GD-2-1',
  check(view) {
    const found = contentFilesOf(view).length
    const faults = unlessEqual('登记件数', view.subject.stock.files, found)
    return withBatchForm(
      view,
      judge(faults, { location: '登记件数', found: `登记 ${view.subject.stock.files}，实有 ${found}` }),
    )
  },
}
