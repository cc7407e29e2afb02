import { globSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { materialClasses } from '#archive-schema/case-file/material.ts'
import { fz2021Proxy } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { measures, registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { rooms } from './import-rules.ts'
import { literalsAmong, wordsOf } from './profile-literals.ts'

const { titles, names, meanings } = wordsOf(fz2021Proxy)

/** 交接格式 and scope tables are formats of their own, fixed for outsiders, with words of their own. */
const formatsOfTheirOwn = /^archive-schema\/(case-file|scope)\/|^archive-schema\/retention\.ts$/

/** Words that the code needs for itself: meanings, classes of the hand-over format, an algorithm, fields of faults. */
const ordinary = new Set([...meanings, ...materialClasses, 'SM3', 'file', 'id', 'process', 'profile', 'explanation'])

const sources = globSync(`{${rooms.join(',')}}/**/*.ts`)
  .filter((file) => !/\.test\.ts$|-trial\.ts$|\/(example|test)-[^/]*$/.test(file) && !formatsOfTheirOwn.test(file))
  .map((file) => [file, readFileSync(file, 'utf8')] as const)

test('no tag, name or code of the profile is a literal in code [PRF-03]', () => {
  const forbidden = new Set([...names].filter((name) => !ordinary.has(name)))
  expect(forbidden.size).toBeGreaterThan(100)
  expect(found(forbidden, sources)).toEqual([])
})

test('no title of the profile is a literal in code that does more than show it [PRF-03]', () => {
  expect(
    found(
      titles,
      sources.filter(([file]) => !file.startsWith('services/')),
    ),
  ).toEqual([])
})

test('no row of the registration form is a literal in code', () => {
  const rows = [...registrationForm.fields, ...registrationForm.remarks]
  const form = sources.filter(([file]) => /registration|batch/.test(file))
  expect(form.length).toBeGreaterThan(15)
  const words = new Set(rows.flatMap(({ key, title, tag }) => [title, key, tag]))
  for (const measure of measures) words.delete(measure)
  expect(found(words, form)).toEqual([])
})

test('literals are found wherever they stand, and words in comments are not [PRF-03]', () => {
  const source = `// base_info\nconst a = 'base_info'\nconst b = \`base_info\`\n/* 'base_info' */ const c = 'base_info2'`
  expect(literalsAmong(source, names)).toEqual(['2: base_info', '3: base_info'])
})

test('no part number of DB43/T 2422 is in the code: the parts are numbered differently in different places [PRF-04]', () => {
  const numbered = /2422\.\d|2422[—–-]\d|2422[^\n]{0,12}第[1-9一-九]部分/
  expect(numbered.test('DB43/T 2422.5')).toBe(true)
  expect(sources.filter(([, source]) => numbered.test(source)).map(([file]) => file)).toEqual([])
})

function found(words: ReadonlySet<string>, files: typeof sources): string[] {
  return files.flatMap(([file, source]) => literalsAmong(source, words).map((literal) => `${file}:${literal}`))
}
