import { expect, test } from 'vitest'
import { spreadOverLine } from './word-boxes.ts'

const line = {
  text: '许可证 JY2430',
  box: { x0: 100, y0: 20, x1: 195, y1: 40 },
  words: [
    { text: '许', confidence: 96 },
    { text: '可', confidence: 90 },
    { text: '证', confidence: 81 },
    { text: 'JY24', confidence: 60 },
    { text: '30', confidence: 30 },
  ],
}

test('Han characters are words of their own, and Latin runs one word with the mean confidence of its characters', () => {
  expect(spreadOverLine(line).map(({ text, confidence }) => [text, confidence])).toEqual([
    ['许', 96],
    ['可', 90],
    ['证', 81],
    ['JY2430', 50],
  ])
})

test('the width of the line is spread over its characters, ASCII taking half', () => {
  const edges = spreadOverLine(line).map(({ box }) => [Math.round(box.x0), Math.round(box.x1)])
  // 3 Han, 1 space and 6 ASCII characters: 6.5 widths in 95 pixels.
  expect(edges).toEqual([
    [100, 115],
    [115, 129],
    [129, 144],
    [151, 195],
  ])
})

test('every word is as high as the line', () => {
  expect(spreadOverLine(line).every(({ box }) => box.y0 === 20 && box.y1 === 40)).toBe(true)
})

test('a line of nothing has no words', () => {
  expect(spreadOverLine({ ...line, text: '  ', words: [] })).toEqual([])
})
