/** 检测环节 (the stages at which DA/T 70-2018 asks for an inspection): 归档, 移交与接收, 长期保存. */
export const inspectionStages = ['gd', 'yj', 'bc'] as const
export type InspectionStage = (typeof inspectionStages)[number]

/** The stages in the words of the standard. */
export const stageTerms = { gd: '归档', yj: '移交与接收', bc: '长期保存' } as const satisfies Record<
  InspectionStage,
  string
>
