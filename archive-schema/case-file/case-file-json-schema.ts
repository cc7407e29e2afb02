import { z } from 'zod'
import { CaseFile } from './case-file.ts'

/** The JSON Schema 2020-12 of `case.json`, generated from the zod schema: both accept and refuse the same. */
export function caseFileJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(CaseFile, { target: 'draft-2020-12', io: 'input' })
  return {
    $schema,
    $id: 'urn:guidang:schema:case-file:1',
    title: '办件归档交接文件 case file',
    description:
      '政务服务办件归档交接格式：case.json 与文件夹 files/。时间为带时区偏移的 RFC 3339 格式；校验位、时间先后、摘要、归档范围另按规则检查。',
    ...schema,
  }
}
