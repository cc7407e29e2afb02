import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rows = readFileSync('docs/threats.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| attack'))
  .map((line) => line.split(' | '))

/** The files of a cell, each with the words that stand in it: `` `path` "words"; "words"; `path` "words" ``. */
function shown(cell: string): { readonly file: string; readonly words: readonly string[] }[] {
  return [...cell.matchAll(/`([^`]+)`((?:;? "[^"]+")+)/g)].map(([, file = '', list = '']) => {
    return { file, words: [...list.matchAll(/"([^"]+)"/g)].map(([, words = '']) => words) }
  })
}

test('there are attacks', () => {
  expect(rows.length).toBeGreaterThan(20)
})

test.for(rows)('%s: what is said to be shown stands in a test', ([, , cell = '']) => {
  const places = shown(cell)
  expect(places.length).toBeGreaterThan(0)
  for (const { file, words } of places) {
    expect([file, existsSync(file)]).toEqual([file, true])
    const source = readFileSync(file, 'utf8')
    for (const each of words) expect([file, each, source.includes(each)]).toEqual([file, each, true])
  }
})
