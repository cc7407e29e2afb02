import { expect, test } from 'vitest'
import { preferredLanguage } from './preferred-language.ts'

test.for([
  [undefined, 'zh'],
  ['', 'zh'],
  ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
  ['en', 'en'],
  ['en-GB, en;q=0.9', 'en'],
  ['EN-us', 'en'],
  ['en;q=0.3, zh-Hans-CN;q=0.7', 'zh'],
  ['zh;q=0.3, en;q=0.7', 'en'],
  ['en, zh', 'en'],
  ['zh, en', 'zh'],
  ['fr, de;q=0.5', 'zh'],
  ['fr, en;q=0.1', 'en'],
  ['fr-zh, en-x-zh', 'en'],
  ['*', 'zh'],
  ['en;q=0.5, *;q=0.9', 'zh'],
  ['zh;q=0, *', 'en'],
  ['zh;q=0, en;q=0', 'zh'],
  ['en;q=2, zh;q=0.1', 'zh'],
  ['zh-TW;q=0.2, en;q=0.5, zh-CN;q=0.8', 'zh'],
  [',;q=1,,', 'zh'],
] as const)('%s prefers %s', ([header, language]) => {
  expect(preferredLanguage(header)).toBe(language)
})
