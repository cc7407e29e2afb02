import { withBatchForm } from '../batch-form.ts'
import { type Check, judge } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import { contentFilesOf, totalBytes } from '../inspection-view.ts'

/** GD-2-2 总字节数相符性检测: the content files have as many bytes as 清点 registered (GB/T 18894-2016 表A.1). */
export const registeredBytes: Check = {
  rule: 'GD-2-2',
  check(view) {
    const found = totalBytes(contentFilesOf(view))
    const faults = unlessEqual('登记字节数', view.subject.stock.bytes, found)
    return withBatchForm(
      view,
      judge(faults, { location: '登记字节数', found: `登记 ${view.subject.stock.bytes}，实有 ${found}` }),
    )
  },
}
