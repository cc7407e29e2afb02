import { type Check, judge } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import { entryDifferences } from '../entry-differences.ts'

/**
 * GD-3-2 目标数据库中元数据可访问性检测: the metadata were read from the database, they are those of this record, and the rows of
 * the catalogue agree with them.
 */
export const databaseMetadata: Check = {
  rule: 'GD-3-2',
  check({ subject }) {
    const { number, described } = subject
    const faults = [
      ...unlessEqual('数据库 explanation.electronicRecordCode', number, described.explanation.electronicRecordCode),
      ...unlessEqual('数据库 case.electronicRecordCode', number, described.case.electronicRecordCode),
      ...entryDifferences(subject),
    ]
    const { process, documents } = described
    return judge(faults, {
      location: '数据库',
      found: `${number}：${process.length} 个环节，${documents.length} 个文件`,
    })
  },
}
