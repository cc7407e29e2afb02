/** 归档范围表 (what is refused about scope tables, and of cases because of them); part of `faultTexts`. */
export const scopeFaultTexts = {
  SCOPE_TABLE_MISSING: {
    zh: '立档单位 {found} 没有已审核且在 {expected} 有效的归档范围和档案保管期限表。请先用 scope import 导入。',
    en: 'There is no approved archive scope table of {found} in force on {expected}. Import it with "scope import" first.',
  },
  SCOPE_TABLE_DRAFT: {
    zh: '立档单位 {found} 的归档范围和档案保管期限表尚为草案，未经审核，不得使用。请报档案主管部门审核后导入。',
    en: 'The archive scope table of {found} is a draft and may not be used. Have it approved, then import it.',
  },
  SCOPE_TABLE_NOT_EFFECTIVE: {
    zh: '立档单位 {found} 的归档范围和档案保管期限表在 {expected} 尚未施行。请核对办结时间和所用的表。',
    en: 'The archive scope table of {found} is not yet in force on {expected}. Check when the case ended and which table it names.',
  },
  SCOPE_TABLE_EXPIRED: {
    zh: '立档单位 {found} 的归档范围和档案保管期限表在 {expected} 已失效。请改用当日有效的表。',
    en: 'The archive scope table of {found} is no longer in force on {expected}. Use the one that is in force on that day.',
  },
  SCOPE_TABLE_NOT_FOUND: {
    zh: '没有版本为 {found} 的归档范围和档案保管期限表。请用 scope list 查看。',
    en: 'There is no archive scope table of version {found}. See "scope list".',
  },
  SCOPE_ITEM_UNKNOWN: {
    zh: '事项 {found}（{field}）不在已审核的归档范围表（{expected}）中。请核对事项编码和版本，或报审补充。',
    en: 'The item {found} ({field}) is not in the approved scope table {expected}. Check the item code and version, or have it approved.',
  },
  SCOPE_RETENTION: {
    zh: '保管期限“{found}”（{field}）不是规定代码或与归档范围表不符，应为 {expected}。请更正后重新交接。',
    en: 'The retention period {found} ({field}) is no valid code or not that of the scope table; expected {expected}. Correct it.',
  },
  SCOPE_UNIT_DIFFERS: {
    zh: '{field} 为“{found}”，归档范围表中该立档单位的登记为“{expected}”。请核对后更正。',
    en: '{field} is {found}, but the scope table has {expected} for this body. Check and correct it.',
  },
  SCOPE_ARCHIVES_MISSING: {
    zh: '没有写明接收档案馆（{field}），归档范围表要求移交到“{expected}”。请补充后重新交接。',
    en: 'The case does not name the archives ({field}) to which the scope table sends its records: {expected}. Add it and hand over again.',
  },
  SCOPE_TABLE_INVALID: {
    zh: '归档范围表 {file} 不合规定（{field}）：{found}。请更正后重新导入。',
    en: 'The scope table {file} is not valid ({field}): {found}. Correct it and import it again.',
  },
  SCOPE_WORKBOOK_FORMAT: {
    zh: '归档范围表 {file} 不是未加密的 .xlsx 工作簿（{found}）。请另存为 .xlsx 后重新导入。',
    en: 'The scope table {file} is no unencrypted .xlsx workbook ({found}). Save it as .xlsx and import it again.',
  },
  SCOPE_CELL_INVALID: {
    zh: '归档范围表 {file} 的单元格 {field} 不合规定：{found}。应为：{expected}。请更正后重新导入。',
    en: 'The cell {field} of the scope table {file} is not valid: {found}. Expected: {expected}. Correct it and import it again.',
  },
  SCOPE_TABLE_CHANGED: {
    zh: '归档范围表 {found} 已导入过，但内容不同。已审核的版本不可修改，请以新版本导入。',
    en: 'The scope table {found} was imported before with other content. An approved version cannot be changed: import a new version.',
  },
  SCOPE_MATERIAL_EXCLUDED: {
    zh: '材料“{found}”（{field}）属不归档材料：{expected}。请移出后重新交接。',
    en: 'The material {found} ({field}) must not be archived: {expected}. Take it out and hand over again.',
  },
  SCOPE_PAPER_UNFOUNDED: {
    zh: '材料“{found}”（{field}）以纸质留存没有法定依据：归档范围表对该材料的规定为“{expected}”。请以电子形式归档，或更正依据、报审补充。',
    en: 'The material {found} ({field}) stays on paper without a basis in law: the scope table says {expected}. Archive it electronically, correct the basis, or have it approved.',
  },
  SCOPE_PAPER_ONLY: {
    zh: '材料“{found}”（{field}）没有电子文件，归档范围表规定的归档载体为“{expected}”。请补充扫描件后重新交接。',
    en: 'The material {found} ({field}) has no file, but the scope table asks for {expected} (electronic and paper). Add a scan and hand over again.',
  },
  SCOPE_MATERIAL_UNLISTED: {
    zh: '材料“{found}”（{field}）不在事项“{expected}”的归档范围内，该事项不接收范围外材料。请移出，或报审补充。',
    en: 'The material {found} ({field}) is not in the scope of {expected}, which takes nothing beyond it. Take it out, or have it approved.',
  },
} as const
