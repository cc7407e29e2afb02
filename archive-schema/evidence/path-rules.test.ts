import { expect, test } from 'vitest'
import { collisionKey, comparePaths, pathFault } from './path-rules.ts'

test.for([
  'a',
  '申报文件/0001_申请表.pdf',
  '.hidden',
  'a..b/...',
  '-x y*?"<>|:',
  'é',
  '𠮷/🀄',
  `${'a'.repeat(200)}/${'字'.repeat(66)}`,
])('allows %s', (path) => {
  expect(pathFault(path)).toBeUndefined()
})

test.for([
  ['', 'the path is empty'],
  ['/a', 'the path is absolute, ends with "/" or holds an empty component'],
  ['a/', 'the path is absolute, ends with "/" or holds an empty component'],
  ['a//b', 'the path is absolute, ends with "/" or holds an empty component'],
  ['.', 'the path holds a component "." or ".."'],
  ['../a', 'the path holds a component "." or ".."'],
  ['a/..', 'the path holds a component "." or ".."'],
  ['a/./b', 'the path holds a component "." or ".."'],
  ['a\\b', 'the path holds a backslash'],
  ['a\nb', 'the path holds a control character'],
  ['a\u007f', 'the path holds a control character'],
  ['e\u0301', 'the path is not in Unicode form NFC'],
  ['\ud800', 'the path is not Unicode text'],
  ['字'.repeat(67), 'a component has more than 200 bytes'],
] as const)('refuses %j', ([path, fault]) => {
  expect(pathFault(path)).toBe(fault)
})

test.for([
  ['Ab', 'aB'],
  ['é', 'E\u0301'],
  ['straße', 'STRASSE'],
  ['ΟΔΟΣ', 'οδος'],
  ['οδοσ', 'οδος'],
  ['\u212a', 'k'],
] as const)('%j and %j collide', ([one, other]) => {
  expect(collisionKey(one)).toBe(collisionKey(other))
})

test('orders paths by their UTF-8 bytes, not by UTF-16 units', () => {
  expect(['\u{10000}', '\uffee', 'a/b', 'a-b', 'a'].sort(comparePaths)).toEqual([
    'a',
    'a-b',
    'a/b',
    '\uffee',
    '\u{10000}',
  ])
})
