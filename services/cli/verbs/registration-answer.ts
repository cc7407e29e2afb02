import { RowAnswer } from '#archive-schema/registration-form/registration-act.ts'
import { answerRow } from '#pipelines/registration-form/answer-row.ts'
import { refuseInvalid } from '../../refuse-invalid.ts'
import { tellForm } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

type AnswerOptions = {
  readonly row: string
  readonly outcome: 'pass' | 'fail' | 'not-applicable'
  readonly by: string
  readonly role?: string
  readonly remark: string
  readonly json?: boolean
}

const outcomes = { pass: 'PASS', fail: 'FAIL', 'not-applicable': 'NOT_APPLICABLE' } as const

/** Keeps what a person says of a row of results. */
export async function answer(number: string, options: AnswerOptions): Promise<void> {
  const { row, by, role, remark, json = false } = options
  const given = { field: row, outcome: outcomes[options.outcome], by, remark, ...(role === undefined ? {} : { role }) }
  const parsed = RowAnswer.safeParse(given)
  refuseInvalid(parsed)
  await withArchive(async (archive) => tellForm(await answerRow(archive, number, parsed.data), json))
}
