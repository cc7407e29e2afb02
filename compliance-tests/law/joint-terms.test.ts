import { afterAll, beforeAll, expect, test } from 'vitest'
import { startOfChinaDay } from '#archive-schema/retention/china-day.ts'
import { extendTerm } from '#pipelines/retention/extend-term.ts'
import { showActs } from '#services/access/show-acts.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { retentionOf } from '#storage/catalogue/retention.ts'
import { binding, type JointTrial, openJointTrial } from '../joint-case/joint-trial.ts'

let trial: JointTrial
let parent: PreservedRecord
let market: PreservedRecord
let urban: PreservedRecord
const why = { reason: '子件续存', by: '王芳' }
const longer = startOfChinaDay('2070-01-01')

beforeAll(async () => {
  trial = await openJointTrial()
  market = await trial.archiveCase('market')
  urban = await trial.archiveCase('urban')
  await extendTerm(trial.archive, market.number, { ...why, until: '2070-01-01' })
  parent = await trial.archiveCase('parent', binding({ market: '随包', urban: '引用' }))
})
afterAll(() => trial.close())

const endOf = async ({ number }: PreservedRecord) => (await retentionOf(trial.archive.catalogue.pool, number))?.endsAt

test('a joint parent is kept at least as long as the longest child that it binds', async () => {
  expect(await endOf(market)).toEqual(longer)
  expect((await endOf(urban))?.getTime()).toBeLessThan(longer.getTime())
  expect(await endOf(parent)).toEqual(longer)
})

test('it follows a child whose term becomes longer, and says which one; a child does not follow its parent', async () => {
  const { extensions } = await extendTerm(trial.archive, urban.number, { ...why, until: '2080-01-01' })
  expect(extensions).toMatchObject([
    { number: urban.number, cause: urban.number },
    { number: parent.number, cause: urban.number, endsBefore: longer, endsAfter: startOfChinaDay('2080-01-01') },
  ])
  expect(await endOf(parent)).toEqual(startOfChinaDay('2080-01-01'))
  const acts = await showActs(trial.archive.catalogue.pool, parent.number)
  expect(acts.at(-1)).toMatchObject({ act: 'extension', description: expect.stringContaining(urban.number) })
  await extendTerm(trial.archive, parent.number, { ...why, period: 'Y' })
  expect(await endOf(market)).toEqual(longer)
})

test('a child that stays shorter than its parent changes nothing there', async () => {
  const { extensions } = await extendTerm(trial.archive, market.number, { ...why, until: '2075-01-01' })
  expect(extensions.map(({ number }) => number)).toEqual([market.number])
  expect(await endOf(parent)).toBeUndefined()
})
