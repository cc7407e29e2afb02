import { afterEach, beforeEach, expect, test } from 'vitest'
import { caseStatus } from '#services/access/case-status.ts'
import { binding, type JointTrial, joint, openJointTrial } from './joint-trial.ts'

let trial: JointTrial

beforeEach(async () => {
  trial = await openJointTrial()
})
afterEach(() => trial.close())

async function faultsOf(id: string) {
  const { outcome, faults } = await caseStatus(trial.archive.catalogue, id)
  return { outcome, faults }
}

const marketOf = { relation: '子办件', systemCode: 'ZWFW-430100', binding: '随包' } as const

test('a child that binds children of its own is not bound: depth 3 is refused [PKG-16]', async () => {
  await trial.archiveCase('urban', (related) => [
    ...related,
    { relation: '主办件', systemCode: 'ZWFW-430100', serialNumber: joint.market.serialNumber },
  ])
  await trial.archiveCase('market', (related) => [...related, { ...marketOf, serialNumber: joint.urban.serialNumber }])
  const id = await trial.enter('parent', binding({ market: '随包' }))
  await trial.advance(id)
  expect(await faultsOf(id)).toEqual({
    outcome: 'refused',
    faults: [{ code: 'JOINT_DEPTH', field: joint.market.serialNumber, expected: '2' }],
  })
})

test('two cases that bind each other are refused at the second, and so is a case that binds itself', async () => {
  const parent = await trial.enter('parent', binding({ market: '随包' }))
  await expect(trial.advance(parent)).rejects.toMatchObject({ code: 'JOINT_CHILD_PENDING' })
  const child = await trial.enter('market', () => [{ ...marketOf, serialNumber: joint.parent.serialNumber }])
  await trial.advance(child)
  expect(await faultsOf(child)).toMatchObject({ outcome: 'refused', faults: [{ code: 'JOINT_DEPTH' }] })
  await expect(trial.advance(parent)).rejects.toMatchObject({
    code: 'JOINT_CHILD_PENDING',
    faults: [{ found: expect.stringContaining('拒收 / refused') }],
  })
  const urban = await trial.enter('urban', () => [{ ...marketOf, serialNumber: joint.urban.serialNumber }])
  await trial.advance(urban)
  expect(await faultsOf(urban)).toMatchObject({ outcome: 'refused', faults: [{ code: 'JOINT_DEPTH' }] })
})

test('a record that does not name the parent is not bound', async () => {
  await trial.archiveCase('market', () => [])
  const id = await trial.enter('parent', binding({ market: '引用' }))
  await trial.advance(id)
  expect(await faultsOf(id)).toMatchObject({
    outcome: 'refused',
    faults: [{ code: 'JOINT_CHILD_DIFFERS', field: joint.market.serialNumber }],
  })
})

test('a child of another body than the parent names, or named twice, is not bound', async () => {
  await trial.archiveCase('market')
  const other = await trial.enter('parent', (related) =>
    binding({ market: '随包' })(related).map((one) => ({ ...one, creditCode: '11430190006127053U' })),
  )
  await trial.advance(other)
  expect(await faultsOf(other)).toMatchObject({
    outcome: 'refused',
    faults: [{ code: 'JOINT_CHILD_DIFFERS', expected: '11430190006127053U', found: '11430190006125883X' }],
  })
  const twice = await trial.enter('parent', (related) => {
    const bound = binding({ market: '随包' })(related)
    return [...bound, ...bound.slice(0, 1)]
  })
  await trial.advance(twice)
  expect(await faultsOf(twice)).toMatchObject({ outcome: 'refused', faults: [{ code: 'JOINT_CHILD_DIFFERS' }] })
})

test('only a child is bound: a parent that is named with a binding is refused at intake', async () => {
  const entering = trial.enter('market', (related) => related.map((one) => ({ ...one, binding: '随包' })))
  await expect(entering).rejects.toMatchObject({ faults: [{ field: 'related[0].binding' }] })
})
