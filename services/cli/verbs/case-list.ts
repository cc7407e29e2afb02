import { describeFault } from '#archive-schema/fault.ts'
import { stageTerm } from '#pipelines/stage-names.ts'
import { type CaseQuery, listCases, type UnfinishedCase } from '../../access/list-cases.ts'
import { note, print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type ListOptions = CaseQuery & { readonly json?: boolean }

/** Cases that wait for a person: why, since when, and what may be decided. */
export async function caseList({ json, ...query }: ListOptions): Promise<void> {
  await withArchive(async ({ catalogue }) => {
    const page = await listCases(catalogue, query)
    if (json === true) return printJson(page)
    for (const found of page.cases) await print(describe(found))
    if (page.next !== undefined) note(`--after ${page.next}`)
  })
}

function describe({ id, folder, systemCode, serialNumber, revision, stage, since, faults, decisions }: UnfinishedCase) {
  const identity = `${systemCode} ${serialNumber} r${revision}`
  const heading = `${id}  ${since}  ${stageTerm(stage)}  ${folder}  ${identity}  ${decisions.join(' ')}`.trimEnd()
  return [heading, ...faults.map((fault) => `  ${fault.code}  ${describeFault(fault, 'zh')}`)].join('\n')
}
