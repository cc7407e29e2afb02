/** 固化核查问题: what can be wrong with an object that is kept. */
export const objectFaultKinds = {
  changed: '内容改变 other bytes of the same length',
  truncated: '缺失字节 shorter than registered',
  lengthened: '多出字节 longer than registered',
  swapped: '内容互换 the bytes of another object',
  missing: '缺失 not there',
  extra: '多余 nothing is registered under this key',
  disturbed: '被覆盖 a newer version or a delete marker lies over it',
  version: '版本不同 not the version that was registered',
  unlocked: '锁定不足 its lock ends before the registered instant',
  unheld: '保全缺失 its record is under a hold, it carries no legal hold',
  held: '保全多余 it carries a legal hold, its record is under none',
  catalogue: '目录改变 what is registered contradicts itself',
  unsealed: '未入账 its statement is not the one in the ledger',
  unreadable: '不可读 it cannot be read as what it should be',
} as const
export type ObjectFaultKind = keyof typeof objectFaultKinds

/** What was found of one object in two readings. */
export type ObjectFault = {
  readonly kind: ObjectFaultKind
  readonly key: string
  /** 电子文件号, where the object belongs to a record. */
  readonly number?: string
  readonly expected: string
  readonly found: string
}
