import fc from 'fast-check'
import { expect, test } from 'vitest'
import { measureBytes } from './digest.ts'
import { buildManifest, foldersAbove, formatManifest, parseManifest } from './manifest.ts'
import { collisionKey, pathFault } from './path-rules.ts'

const abc = measureBytes(Buffer.from('abc'))
const file = (path: string) => ({ path, fixity: abc })
const line = (path: string) => `${abc.sha256}  ${path}\n`
const parse = (text: string | Uint8Array) => parseManifest('manifest-sha256.txt', Buffer.from(text as string))

const component = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
  .map((text) => text.normalize('NFC').replaceAll('/', ''))
const path = fc
  .array(component, { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join('/'))
  .filter((text) => pathFault(text) === undefined)
const paths = fc
  .uniqueArray(path, { minLength: 1, maxLength: 12, selector: collisionKey })
  .filter(
    (list) => !list.some((one) => foldersAbove(one).some((up) => list.map(collisionKey).includes(collisionKey(up)))),
  )
const manifest = fc.tuple(paths, fc.constantFrom('sha256' as const, 'sm3' as const)).map(([list, algorithm]) =>
  buildManifest(
    algorithm,
    list.map((one) => ({ path: one, fixity: measureBytes(Buffer.from(one)) })),
  ),
)

test('holds SHA-256 or SM3 of each file, in the byte order of the paths [SIG-01]', () => {
  const files = [file('b'), file('a')]
  expect(Buffer.from(formatManifest(buildManifest('sha256', files))).toString()).toBe(
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n' +
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b\n',
  )
  expect(Buffer.from(formatManifest(buildManifest('sm3', [file('a')]))).toString()).toBe(
    '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0  a\n',
  )
})

test('parsing undoes formatting', () => {
  fc.assert(
    fc.property(manifest, (lines) => {
      expect(parse(formatManifest(lines))).toEqual(lines)
    }),
  )
})

test('the order in which files come does not matter', () => {
  fc.assert(
    fc.property(
      paths.chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))),
      ([list, shuffled]) => {
        expect(buildManifest('sm3', list.map(file))).toEqual(buildManifest('sm3', shuffled.map(file)))
      },
    ),
  )
})

test('a changed byte is refused or changes what the manifest says', () => {
  fc.assert(
    fc.property(manifest, fc.nat(), fc.integer({ min: 1, max: 255 }), (lines, place, mask) => {
      const bytes = Buffer.from(formatManifest(lines))
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ mask
      try {
        expect(parse(bytes)).not.toEqual(lines)
      } catch (error) {
        expect(error).toMatchObject({ code: 'EVIDENCE_INVALID' })
      }
    }),
  )
})

test.for([
  ['nothing', '', 'it names no file'],
  ['an empty line', '\n', 'line 1 is not "<64 hex>  <path>"'],
  ['a missing final LF', line('a').trimEnd(), 'the last line does not end with LF'],
  ['a BOM', `\ufeff${line('a')}`, 'line 1 is not "<64 hex>  <path>"'],
  ['CRLF', line('a').replace('\n', '\r\n'), 'a\\u{d}: the path holds a control character'],
  ['capital digits', line('a').toUpperCase(), 'line 1 is not "<64 hex>  <path>"'],
  ['a star for binary', line('a').replace('  ', ' *'), 'line 1 is not "<64 hex>  <path>"'],
  ['another order', line('b') + line('a'), 'a stands after b: lines are not in byte order'],
  ['a path twice', line('a') + line('a'), 'a and a are the same or differ in letter case only'],
  ['paths that collide', line('A') + line('a'), 'a and A are the same or differ in letter case only'],
  ['a file that is a folder', line('a') + line('a/b'), 'a is both a file and a folder'],
  ['a path out of the package', line('../a'), '../a: the path holds a component "." or ".."'],
] as const)('refuses %s', ([, text, found]) => {
  expect(() => parse(text)).toThrow(
    expect.objectContaining({ faults: [{ code: 'EVIDENCE_INVALID', file: 'manifest-sha256.txt', found }] }),
  )
})

test('reads back line separators of Unicode, which are no control characters', () => {
  const manifest = buildManifest('sha256', [file('a\u2028b')])
  expect(parse(formatManifest(manifest))).toEqual(manifest)
})

test('refuses bytes that are not UTF-8', () => {
  expect(() => parse(Buffer.concat([Buffer.from(line('a')), Buffer.of(0xff)]))).toThrow('it is not UTF-8')
})

test('is not built of nothing, nor of paths that break the rules', () => {
  expect(() => buildManifest('sha256', [])).toThrow('it names no file')
  expect(() => buildManifest('sha256', [file('a\\b')])).toThrow('the path holds a backslash')
  expect(() => buildManifest('sha256', [{ path: 'a', fixity: { ...abc, sha256: 'x' } }])).toThrow('hexadecimal digits')
})
