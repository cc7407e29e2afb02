import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentName } from './content-name.ts'

test.for([
  [1, '申请表', 'pdf', '0001_申请表.pdf'],
  [12, '“一件事一次办”申请表', 'jpg', '0012_“一件事一次办”申请表.jpg'],
  [9999, 'a/b\\c:d*e?f"g<h>i|j', 'ofd', '9999_a_b_c_d_e_f_g_h_i_j.ofd'],
  [3, ' . 表 . ', 'tif', '0003_表.tif'],
  [4, 'e\u0301', 'pdf', '0004_é.pdf'],
  [5, '表\u0007\u202efdp', 'exe', '0005_表__fdp.exe'],
  [6, '...', 'pdf', '0006__.pdf'],
] as const)('file %i, %j, is named by the rules', ([sequence, title, extension, name]) => {
  expect(contentName(sequence, title, extension)).toBe(name)
})

test('a long name is cut at a whole character and never ends in a dot', () => {
  expect(contentName(1, '件'.repeat(300), 'pdf')).toBe(`0001_${'件'.repeat(63)}.pdf`)
  expect(contentName(1, '𠮷'.repeat(300), 'pdf')).toBe(`0001_${'𠮷'.repeat(47)}.pdf`)
  expect(contentName(1, `${'a'.repeat(190)}.b`, 'pdf')).toBe(`0001_${'a'.repeat(190)}.pdf`)
})

test('every title gives a name of the form, whatever it holds [NAM-03, NAM-04]', () => {
  const titles = fc.string({ unit: 'binary', minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(titles, fc.integer({ min: 1, max: 9999 }), (title, sequence) => {
      const name = contentName(sequence, title, 'tiff')
      expect(name).toMatch(/^\d{4}_[^\\/:*?"<>|\p{Cc}\p{Cf}]+\.tiff$/u)
      expect(name).not.toMatch(/^\d{4}_[\s.]|[\s.]\.tiff$/)
      expect(name.normalize('NFC')).toBe(name)
      expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200)
      expect(name.isWellFormed()).toBe(true)
    }),
    { numRuns: 2000 },
  )
})
