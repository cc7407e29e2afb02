import { expect, test } from 'vitest'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { withhold } from './withhold.ts'

const row = { id: 1, folder: '张某某', faults: [{ code: 'FILES_MISSING', found: '张某某.jpg' }], remark: null }
const rules = { folder: 'sha256', faults: 'codes', remark: 'sha256' } as const

test('of what is withheld the digest is left, and of faults the codes; what is empty stays so', () => {
  const folder = `sha256:${digestHex('sha256', '"张某某"')}`
  expect(withhold(row, rules)).toEqual({ id: 1, folder, faults: [{ code: 'FILES_MISSING' }], remark: null })
})

test('what was withheld before stays as it is', () => {
  const once = withhold(row, rules)
  expect(withhold(once, rules)).toEqual(once)
})

test('nothing is withheld where no rule says so', () => {
  expect(withhold(row)).toEqual(row)
})
