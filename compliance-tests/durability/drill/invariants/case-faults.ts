import type { ToldCase } from '../../../access/api-under-test.ts'
import type { ApiClient } from '../api-client.ts'
import type { Acknowledged } from '../sender.ts'

/** What the API once said of a case that it called archived. */
export type Sighting = { readonly number: string; readonly archivalCode: string }

/** What the API says of every acknowledged case, against what was acknowledged and what it has said before. */
export async function caseFaults(
  api: Pick<ApiClient, 'ask' | 'read'>,
  acknowledged: readonly Acknowledged[],
  sightings: ReadonlyMap<string, Sighting>,
): Promise<string[]> {
  const faults: string[] = []
  for (const { serialNumber, caseId, expected } of acknowledged) {
    const response = await api.ask(`/api/v1/cases/${caseId}`)
    const told = response.status === 200 ? ((await response.json()) as ToldCase) : undefined
    const fault = told === undefined ? `is lost (${response.status})` : faultOf(told, expected, sightings.get(caseId))
    if (fault !== undefined) faults.push(`case ${serialNumber} ${fault}`)
  }
  return [...faults, ...(await countFaults(api, acknowledged))]
}

function faultOf(told: ToldCase, expected: Acknowledged['expected'], seen: Sighting | undefined): string | undefined {
  const codes = (told.faults ?? []).map(({ code }) => code).join(', ')
  if (told.outcome !== expected) return `is ${told.outcome} (${told.stage}) ${codes}, expected: ${expected}`
  if (expected === 'refused' && codes === '') return 'is refused without a code'
  if (expected === 'archived' && (told.number === undefined || told.archivalCode === undefined))
    return 'is archived without a number'
  if (seen !== undefined && (told.number !== seen.number || told.archivalCode !== seen.archivalCode))
    return `was archived as ${seen.number}, and is now ${told.number}`
  return undefined
}

/** One acknowledged hand-over is one case: none is there twice, and none that nobody has handed over. */
async function countFaults(api: Pick<ApiClient, 'read'>, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const expected = new Set(acknowledged.flatMap((one) => (one.expected === 'archived' ? [one.caseId] : []))).size
  const handed = acknowledged.filter((one) => one.expected === 'archived').length
  const { archived, review } = await api.read<{ archived: number; review: number }>('/api/v1/status')
  return [
    ...(expected === handed ? [] : [`${handed} hand-overs were acknowledged as ${expected} cases`]),
    ...(archived === handed ? [] : [`${archived} cases are archived, ${handed} were handed over`]),
    ...(review === 0 ? [] : [`${review} cases wait for a person`]),
  ]
}
