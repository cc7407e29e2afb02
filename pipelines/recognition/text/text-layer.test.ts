import { expect, test } from 'vitest'
import { cleanTextLayer, judgeTextLayer, linesMissing } from './text-layer.ts'

const paragraph = '你单位于2025年5月12日提出的申请，本机关依法受理。'.repeat(3)

test.for([
  ['text that fills the page is taken', paragraph, true, 'layer'],
  ['few words on a page without pictures are the text', '第1页', false, 'layer'],
  ['few words on a page with pictures leave the picture to be read', '第1页', true, 'both'],
  ['without text the picture is read', ' \r\n ', true, 'picture'],
  ['text of a font without a map is not text', '\ue001\ue002\ue003\ufffd'.repeat(40) + paragraph, true, 'picture'],
] as const)('%s', ([, text, hasPictures, verdict]) => {
  expect(judgeTextLayer(text, hasPictures)).toBe(verdict)
})

test('a text layer is cleaned of what readers do not see', () => {
  expect(cleanTextLayer('营 业 执 照\r\n\r\n（副\u00ad本）\r名称  ⻓沙\u200b公司 \n')).toBe(
    '营业执照\n（副本）\n名称 长沙公司',
  )
})

test('lines of the layer that were also recognised are not kept twice', () => {
  expect(linesMissing('第 1 页\n扫描件\n—', '关于…的批复\n第1页')).toEqual(['扫描件'])
})
