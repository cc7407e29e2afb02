import { z } from 'zod'
import source from '#archive-schema/profiles/dat70-cells.json' with { type: 'json' }
import { cellForm, properties } from './inspection-profile.ts'
import { inspectionStages } from './inspection-stage.ts'

/** 检测要求 (what the standard asks of one property at one stage, in its own words). */
const requirementCell = z
  .strictObject({
    /** Stage and sub-clause, e.g. `BC/4-4`: the sub-clause alone does not say what is meant. */
    cell: z.string().regex(cellForm),
    stage: z.enum(inspectionStages),
    property: z.enum(properties),
    title: z.string().min(1),
    /** Text of the cell, verbatim. */
    requirement: z.string().min(1),
    /** Why no program alone can answer the cell: it needs a person, or a fact from outside. */
    whyPerson: z.string().min(1).exactOptional(),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low', 'none']),
  })
  .readonly()
  .refine(({ cell, stage }) => cell.toLowerCase().startsWith(`${stage}/`), 'the stage is not that of the cell')
  .refine(({ cell, property }) => property === properties[Number(cell.charAt(3)) - 1], 'the property is another')

const requirementCells = z
  .strictObject({
    id: z.string().min(1),
    version: z.string().min(1),
    title: z.string().min(1),
    standard: z.string().min(1),
    source: z.string().min(1),
    confidence: z.enum(['high', 'medium', 'low']),
    notes: z.array(z.string()).readonly(),
    cells: z
      .array(requirementCell)
      .min(1)
      .readonly()
      .refine((cells) => new Set(cells.map(({ cell }) => cell)).size === cells.length, 'a cell stands twice'),
  })
  .readonly()

export type RequirementCell = z.output<typeof requirementCell>

/** Reads a table of cells. Throws a `ZodError` that names all that is wrong. */
export function parseRequirementCells(given: unknown): z.output<typeof requirementCells> {
  return requirementCells.parse(given)
}

/** The 49 cells of DA/T 70-2018: 17 sub-clauses at three stages, of which 4-4 exists at 长期保存 only. */
export const dat70Cells = parseRequirementCells(source)

/** A cell by stage and sub-clause. */
export function findCell(cell: string | undefined): RequirementCell | undefined {
  return dat70Cells.cells.find((one) => one.cell === cell)
}
