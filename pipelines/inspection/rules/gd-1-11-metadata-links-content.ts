import { demandValue } from '#archive-schema/attempt.ts'
import { checkBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'
import { documentPath } from '../inspection-view.ts'

/** GD-1-11 元数据是否关联内容数据检测: where the metadata say that a content file is stored, there is one. */
export const metadataLinksContent: Check = {
  rule: 'GD-1-11',
  check(view) {
    demandValue(view.opened)
    return checkBothSides(
      view,
      ({ metadata }) =>
        metadata.documents.flatMap((document, i) => {
          const path = documentPath(view, document)
          return view.measured.files.has(path)
            ? []
            : [{ location: `documents[${i}]`, expected: path, found: '无此文件' }]
        }),
      '每个存储位置都有文件',
    )
  },
}
