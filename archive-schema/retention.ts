/** 保管期限代码 (retention period codes, DA/T 22-2015): Y 永久, D30 三十年, D10 十年. */
export const retentionPeriods = ['Y', 'D30', 'D10'] as const
export type RetentionPeriod = (typeof retentionPeriods)[number]
