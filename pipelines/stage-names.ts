/**
 * 环节 (stages of a case), in the order of GB/T 42727-2023 6.2–6.11. English terms as DA/T 58 and DA/T 1 print them;
 * 识别 (recognition) and 著录 (description) are stages of this product within 整理 and 清点.
 */
export const stageNames = [
  'capture',
  'arrangement',
  'stocktaking',
  'recognition',
  'description',
  'encapsulation',
  'sealing',
  'inspection',
  'registration',
  'preservation',
] as const
export type StageName = (typeof stageNames)[number]

const stageTerms = {
  capture: '收集',
  arrangement: '整理',
  stocktaking: '清点',
  recognition: '识别',
  description: '著录',
  encapsulation: '封装',
  sealing: '生成校验信息',
  inspection: '检测',
  registration: '登记编目',
  preservation: '入库',
} as const satisfies Record<StageName, string>

/** 环节名称 as an archivist reads it; a name that is no stage stays as it is. */
export function stageTerm(stage: string): string {
  return stageTerms[stage as StageName] ?? stage
}
