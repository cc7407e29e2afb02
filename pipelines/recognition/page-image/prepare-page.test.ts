import { expect, test } from 'vitest'
import { BLACK, fill, paper, RED } from './drawn-page.ts'
import { preparePage } from './prepare-page.ts'

/** A letterhead, a line of print with half a seal over it, and a table of two rows with print in three cells. */
function officialPage() {
  const page = paper(1000, 1000)
  for (let left = 200; left < 800; left += 100) fill(page, { left, top: 80, right: left + 70, bottom: 150 }, RED)
  fill(page, { left: 100, top: 300, right: 600, bottom: 500 }, RED)
  for (let left = 100; left < 900; left += 50) fill(page, { left, top: 380, right: left + 30, bottom: 410 }, BLACK)
  for (const top of [600, 700, 800]) fill(page, { left: 100, top, right: 900, bottom: top + 3 }, BLACK)
  for (const left of [100, 400, 897]) fill(page, { left, top: 600, right: left + 3, bottom: 803 }, BLACK)
  for (const [left, top] of [
    [200, 640],
    [500, 640],
    [200, 740],
  ] as const) {
    fill(page, { left, top, right: left + 80, bottom: top + 25 }, BLACK)
  }
  return page
}

test('a page is taken apart into letterhead, page and the cells that hold print', () => {
  const { regions } = preparePage(officialPage())
  expect(regions.map((region) => region.kind)).toEqual(['letterhead', 'page', 'cell', 'cell', 'cell'])
})

test('on the page region the seal is gone, the print under it is there, and the table is taken out', () => {
  const region = preparePage(officialPage()).regions.find(({ kind }) => kind === 'page')
  const at = (x: number, y: number) => region?.image.pixels[y * 1000 + x]
  expect(at(300, 450)).toBe(255)
  expect(at(110, 395)).toBe(0)
  expect(at(210, 650)).toBe(255)
})
