import { archivalSequence, parseArchivalCode } from '#archive-schema/archival-code.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { sequenceScope } from '#archive-schema/package/code-template.ts'
import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { recordsWithoutGivenNumber } from '#storage/catalogue/numbers.ts'
import { registeredNumbers } from '#storage/catalogue/records.ts'
import type { SqlRunner } from '#storage/catalogue/sql.ts'
import type { TakenNumber } from '#storage/journal/replay/lost-cases.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

export type TakenTools = {
  readonly store: ObjectStore
  readonly profile: Profile
  readonly onFault: (fault: Fault) => void
}

/** 在用编号: those of records of which the journal does not say that they were given, and of packages that lie in the store without a record. */
export async function takenNumbers(runner: SqlRunner, tools: TakenTools): Promise<TakenNumber[]> {
  const taken = (await recordsWithoutGivenNumber(runner)).flatMap(({ number, archivalCode, caseId }) => [
    ...recordNumber(tools.profile, number, caseId),
    ...archivalNumber(tools.profile, archivalCode, caseId),
  ])
  for await (const number of packagesWithoutRecord(runner, tools)) taken.push(...recordNumber(tools.profile, number))
  return taken
}

/** A package without a record is told: the journal was behind when the database was lost. */
async function* packagesWithoutRecord(runner: SqlRunner, { store, onFault }: TakenTools): AsyncGenerator<string> {
  let page = new Map<string, string>()
  const strangers = async () => {
    const known = await registeredNumbers(runner, [...page.keys()])
    const unknown = [...page].filter(([number]) => !known.has(number))
    page = new Map()
    return unknown
  }
  const told = ([number, file]: readonly [string, string]) => {
    onFault({ code: 'REBUILD_NOT_JOURNALED', file })
    return number
  }
  for await (const key of store.list('')) {
    const number = packageForm.exec(key)?.groups?.['number']
    if (number === undefined) continue
    page.set(number, key)
    if (page.size >= pageSize) yield* (await strangers()).map(told)
  }
  yield* (await strangers()).map(told)
}

const pageSize = 1_000
/** Key of a package: `<全宗号>/<年度>/<电子文件号>/<电子文件号>.zip`. */
const packageForm = /^[^/]+\/[^/]+\/(?<number>[^/]+)\/\k<number>\.zip$/

function recordNumber(profile: Profile, code: string, caseId?: string): TakenNumber[] {
  const parts = parseElectronicRecordCode(profile, code)
  if (parts === undefined) return []
  const { serial, ...within } = parts
  const scope = sequenceScope(profile.electronicRecordCode, within)
  return [{ kind: 'electronic-record-code', scope, number: serial, ...(caseId === undefined ? {} : { caseId }) }]
}

function archivalNumber(profile: Profile, code: string, caseId: string): TakenNumber[] {
  const { fonds, category, year, retention, function: of, number } = parseArchivalCode(profile, code) ?? {}
  if (fonds === undefined || category === undefined || year === undefined) return []
  if (retention === undefined || of === undefined || number === undefined) return []
  const scope = archivalSequence(profile, { fonds, category, year, retention, function: of })
  return [{ kind: 'archival-code', scope, number, caseId }]
}
