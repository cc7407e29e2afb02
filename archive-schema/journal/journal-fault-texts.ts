/** 台账与重建 (journal, rebuild of the catalogue); part of `faultTexts`. */
export const journalFaultTexts = {
  JOURNAL_AHEAD: {
    zh: '存储中的台账已到第 {found} 段，数据库只到第 {expected} 段：数据库是旧备份或空库。未作任何更改。请先运行 guidang rebuild --catch-up（旧备份）或 guidang rebuild（空库），见 docs/restore.md。',
    en: 'The journal in the store has reached segment {found}, the database only {expected}: it is an old backup, or empty. Nothing was changed. First run "guidang rebuild --catch-up" (old backup) or "guidang rebuild" (empty database), see docs/restore.md.',
  },
  JOURNAL_BROKEN: {
    zh: '台账对象 {file} 与登记不符：{found}。请保留现场，从第二存储修复后重新运行。',
    en: 'The journal object {file} is not what was registered: {found}. Leave everything as it is, repair it from the second store, and run this again.',
  },
  JOURNAL_BEHIND: {
    zh: '存储中没有数据库登记的最新一段台账：存储丢失了对象，或不是这个归档系统的。请运行 guidang audit，再运行 guidang repair --all，见 docs/restore.md。',
    en: 'The newest segment of the journal that the database has registered is not in the store: it has lost objects, or is not the store of this archive. Run "guidang audit", then "guidang repair --all", see docs/restore.md.',
  },
  REBUILD_NOT_EMPTY: {
    zh: '数据库不是空的（{found}）。请换一个空数据库（--into），或对旧备份使用 --catch-up。',
    en: 'The database is not empty ({found}). Take an empty one (--into), or --catch-up for an old backup.',
  },
  REBUILD_ROW_ORPHANED: {
    zh: '{file} 的 {found} 行所指的记录未能重建，因此未写入。',
    en: '{found} rows of {file} were left out: what they refer to could not be rebuilt.',
  },
  REBUILD_NOT_JOURNALED: {
    zh: '{file} 在存储中，但台账中没有这件档案：数据库丢失前台账尚未写出。其编号不再使用。请由办理系统重新交接该办件。',
    en: '{file} is in the store, but the journal does not know the record: the database was lost before it was written there. Its number is not used again. Have the case handed over again.',
  },
  REBUILD_ACT_UNPROVEN: {
    zh: '存储中有 {file}，账本却没有它的条目：这项保全、解除或延长没有做完，或其条目随数据库丢失。请人工判断；需要时重新作出。',
    en: '{file} is in the store without an entry in the ledger: the hold, release or extension was never concluded, or its entry was lost with the database. A person must judge; do it again where it is due.',
  },
  REBUILD_ACT_ORPHANED: {
    zh: '{file} 涉及的档案未全部重建：对其余档案已照此执行。',
    en: 'Not every record that {file} is about could be rebuilt; it stands for the others.',
  },
  REBUILD_RECORD_INVALID: {
    zh: '{file} 的验证不通过：{found}。目录已重建，请核查该档案。',
    en: 'The record {file} does not verify: {found}. It is in the catalogue; look after it.',
  },
} as const
