import { existsSync, readFileSync } from 'node:fs'
import { expect } from 'vitest'

/** Rows of the table of a page whose first column is called `heading`, cell by cell. */
export function tableRows(page: string, heading: string): string[][] {
  const lines = readFileSync(page, 'utf8').split('\n')
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} |`)) + 2
  const end = lines.findIndex((line, at) => at > start && !line.startsWith('| '))
  return lines.slice(start, end === -1 ? undefined : end).map((line) => line.split(' | '))
}

/** Expects every file of a cell to be there and to hold the words that the cell quotes; a cell names at least one. */
export function expectShown(cell: string): void {
  const places = shown(cell)
  expect(places.length).toBeGreaterThan(0)
  for (const { file, words } of places) {
    expect([file, existsSync(file)]).toEqual([file, true])
    const source = readFileSync(file, 'utf8')
    for (const each of words) expect([file, each, source.includes(each)]).toEqual([file, each, true])
  }
}

/** The files of a cell, each with the words that stand in it: `` `path` "words"; "words"; `path` "words" ``. */
function shown(cell: string): { readonly file: string; readonly words: readonly string[] }[] {
  return [...cell.matchAll(/`([^`]+)`((?:;? "[^"]+")+)/g)].map(([, file = '', list = '']) => {
    return { file, words: [...list.matchAll(/"([^"]+)"/g)].map(([, words = '']) => words) }
  })
}
