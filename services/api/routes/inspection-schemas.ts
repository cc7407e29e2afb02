import { z } from '@hono/zod-openapi'
import { InspectionReport } from '#archive-schema/inspection/inspection-report.ts'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { ManualAnswer, ManualDecision } from '#archive-schema/inspection/manual-decision.ts'
import { reportFormats } from '../../reports/render-report.ts'
import { described } from './described.ts'
import { recordParameter } from './parameters.ts'

const stage = z.enum(inspectionStages).openapi({ description: '环节: gd 归档, yj 移交与接收, bc 长期保存' })

/** Names the inspection of a record at one stage in a path. */
export const inspectionParameters = recordParameter.extend({ stage })

/** Form in which a report is asked for. */
export const reportQuery = z.strictObject({
  format: z
    .enum(Object.keys(reportFormats) as (keyof typeof reportFormats)[])
    .default('json')
    .openapi({ description: '`html` is a form to print, `pdf` that form printed, where there is a Chromium' }),
})

/** 四性检测报告 as the API tells it. */
export const Inspection = described('Inspection', InspectionReport)

/** What a person decides; it is parsed where it is decided. */
export const Answer = described('ManualAnswer', ManualAnswer)

/** What was kept of it. */
export const Decision = described('ManualDecision', ManualDecision)
