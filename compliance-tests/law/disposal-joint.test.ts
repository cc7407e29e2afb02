import { afterAll, beforeAll, expect, test } from 'vitest'
import { carryOut } from '#pipelines/disposal/carry-out.ts'
import type { DisposalTools } from '#pipelines/disposal/disposal-tools.ts'
import { openStores } from '#services/open-stores.ts'
import { findDisposed } from '#storage/catalogue/disposed-records.ts'
import { binding, type JointTrial, openJointTrial } from '../joint-case/joint-trial.ts'
import { orderedList } from './disposal-trial.ts'

let trial: JointTrial
beforeAll(async () => {
  trial = await openJointTrial()
})
afterAll(() => trial.close())

/** The archive by a clock after every term and lock. */
async function toolsLater(): Promise<DisposalTools> {
  const now = () => new Date('2100-01-01T00:00:00Z')
  const stores = openStores(trial.archive.config, trial.archive.catalogue.pool, now)
  return { ...trial.archive, now, stores, store: await stores.first.open() }
}

test('a child goes after the joint parent that binds it, also one on its way: it holds its bytes or names it', async () => {
  const [market, urban] = [await trial.archiveCase('market'), await trial.archiveCase('urban')]
  const entered = await trial.enter('parent', binding({ market: '随包', urban: '引用' }))
  const tools = await toolsLater()
  const children = [market.number, urban.number]
  const ofChildren = await orderedList({ tools }, children)
  const onItsWay = { state: 'waiting', reason: `联办件（办件 ${entered}）正在归档` }
  expect(await carryOut(tools, ofChildren)).toEqual(children.toSorted().map((number) => ({ number, ...onItsWay })))
  await trial.advance(entered)
  const parent = await trial.recordOf(entered)
  const waiting = { state: 'waiting', reason: `联办件 ${parent.number} 尚存` }
  expect(await carryOut(tools, ofChildren)).toEqual(children.toSorted().map((number) => ({ number, ...waiting })))
  const ofParent = await orderedList({ tools }, [parent.number])
  expect(await carryOut(tools, ofParent)).toMatchObject([{ state: 'destroyed' }])
  expect(await carryOut(tools, ofChildren)).toMatchObject([{ state: 'destroyed' }, { state: 'destroyed' }])
  for (const number of [...children, parent.number])
    expect(await findDisposed(tools.catalogue.pool, number)).toMatchObject({ outcome: { stores: ['first'] } })
})
