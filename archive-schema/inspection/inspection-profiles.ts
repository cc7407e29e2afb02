import bc from '#archive-schema/profiles/dat70-bc.json' with { type: 'json' }
import yj from '#archive-schema/profiles/dat70-yj.json' with { type: 'json' }
import { dat70Gd } from './dat70-gd.ts'
import { type InspectionProfile, parseInspectionProfile } from './inspection-profile.ts'
import type { InspectionStage } from './inspection-stage.ts'

/**
 * 检测方案 of every stage. For 移交与接收 and 长期保存 only the cells of DA/T 70-2018 were seen, not the tables of items: their
 * items are named by this project and refer to the cell.
 */
export const inspectionProfiles: Readonly<Record<InspectionStage, InspectionProfile>> = {
  gd: dat70Gd,
  yj: parseInspectionProfile(yj),
  bc: parseInspectionProfile(bc),
}
