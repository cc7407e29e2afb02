import { expect, test } from 'vitest'
import { agreesWithExtension, agreesWithMediaType, extensionOf } from './format-agreement.ts'
import { formatEntry } from './format-profile.ts'

test.for([
  ['files/01_申请表.JPG', 'jpg'],
  ['files/a.b.pdf', 'pdf'],
  ['files/v1.2/申请表', ''],
  ['files/.pdf', ''],
  ['files/a.', ''],
])('finds in %s the extension "%s"', ([path = '', extension = '']) => {
  expect(extensionOf(path)).toBe(extension)
})

test('knows the extensions of a format', () => {
  expect(['jpg', 'jpeg', 'png', ''].map((extension) => agreesWithExtension(formatEntry('jpeg'), extension))).toEqual([
    true,
    true,
    false,
    false,
  ])
})

test.for([
  ['image/jpeg', true],
  ['IMAGE/JPG; q=1', true],
  ['application/octet-stream', true],
  ['image/png', false],
  ['', false],
] as const)('finds that JPEG declared as "%s" agrees: %s', ([declared, agrees]) => {
  expect(agreesWithMediaType(formatEntry('jpeg'), declared)).toBe(agrees)
})
