import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contentPathFault, foldedPath, listingFaults } from './content-path.ts'

test.for([
  'files/a.pdf',
  'files/申报/01_申请表.jpg',
  'files/..a',
  'files/a b',
  'files/ a',
  'files/𠮷.tif',
  'files/👨‍👩‍👧.tif',
])('%s is allowed', (path) => {
  expect(contentPathFault(path)).toBeUndefined()
})

test.for([
  ['/etc/hostname', 'PATHS_ABSOLUTE'],
  ['\\\\server\\share', 'PATHS_ABSOLUTE'],
  ['C:\\a.pdf', 'PATHS_ABSOLUTE'],
  ['file:///etc/hostname', 'PATHS_ABSOLUTE'],
  ['files/../../outside.pdf', 'PATHS_TRAVERSAL'],
  ['..', 'PATHS_TRAVERSAL'],
  ['files\\..\\a', 'PATHS_TRAVERSAL'],
  ['files/./a', 'PATHS_TRAVERSAL'],
  ['a.pdf', 'PATHS_FORM'],
  ['files', 'PATHS_FORM'],
  ['files/', 'PATHS_FORM'],
  ['files//a', 'PATHS_FORM'],
  ['files/a\\b', 'PATHS_FORM'],
  ['files/a\u0000', 'PATHS_FORM'],
  ['files/a\u007f', 'PATHS_FORM'],
  ['files/e\u0301', 'PATHS_FORM'],
  ['files/\ud800', 'PATHS_FORM'],
  ['files/a.pdf.', 'PATHS_FORM'],
  ['files/a /b', 'PATHS_FORM'],
  ['files/a\u202efdp.exe', 'PATHS_FORM'],
  ['files/a\u2028b', 'PATHS_FORM'],
  ['', 'PATHS_FORM'],
  [`files/${'件'.repeat(235)}`, 'PATHS_FORM'],
] as const)('%j is %s', ([path, code]) => {
  expect(contentPathFault(path, 'materials[0].files[0].path')).toMatchObject({
    code,
    file: path,
    field: 'materials[0].files[0].path',
  })
})

test.for([
  ['files/Form-A.pdf', 'files/form-a.PDF'],
  ['files/é', 'files/e\u0301'],
  ['files/Straße', 'files/STRASSE'],
  ['files/ΑΣ', 'files/ας'],
] as const)('%s and %s are one file on some file system', ([one, other]) => {
  expect(foldedPath(one)).toBe(foldedPath(other))
})

test('folding twice is folding once', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (path) => foldedPath(foldedPath(path)) === foldedPath(path)))
})

test('names every fault of the listing, whatever else the document holds', () => {
  const empty = { bytes: 0, sha256: createHash('sha256').digest('hex') }
  const materials = [
    {
      files: [
        { path: 'files/A', ...empty },
        { path: 'files/a', bytes: 0 },
        { path: 5, ...empty },
      ],
    },
    null,
    {
      files: [
        { path: 'files/A', bytes: 1 },
        { path: '../x', ...empty },
      ],
    },
    { files: 'x', path: '../y' },
  ]
  expect(listingFaults({ materials })).toEqual([
    { code: 'PATHS_TRAVERSAL', file: '../x', field: 'materials[2].files[1].path' },
    { code: 'PATHS_COLLISION', file: 'files/a', field: 'materials[0].files[1].path', found: 'files/A' },
    { code: 'PATHS_COLLISION', file: 'files/A', field: 'materials[2].files[0].path', found: 'files/A' },
    { code: 'FORMATS_EMPTY', file: 'files/A', field: 'materials[0].files[0].bytes' },
    { code: 'FORMATS_EMPTY', file: '../x', field: 'materials[2].files[1].bytes' },
  ])
})

test.for([null, [], 'x', { materials: {} }])('finds nothing in %j', (json) => {
  expect(listingFaults(json)).toEqual([])
})
