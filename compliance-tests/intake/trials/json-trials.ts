import { rename, rm } from 'node:fs/promises'
import type { CaseDraft } from '../case-draft.ts'
import { folderTrial, type Trial } from '../trial.ts'

const quoted = (draft: CaseDraft) => JSON.stringify(draft.json, null, 2)

const texts: readonly (readonly [name: string, expected: string, write: (draft: CaseDraft) => Uint8Array | string])[] =
  [
    ['a byte order mark', 'JSON_ENCODING', (draft) => `\ufeff${quoted(draft)}`],
    ['UTF-16LE', 'JSON_ENCODING', (draft) => Buffer.from(`\ufeff${quoted(draft)}`, 'utf16le')],
    ['UTF-16BE', 'JSON_ENCODING', (draft) => Buffer.from(`\ufeff${quoted(draft)}`, 'utf16le').swap16()],
    ['UTF-16LE without mark', 'JSON_', (draft) => Buffer.from(quoted(draft), 'utf16le')],
    [
      'one byte of GB 18030',
      'JSON_ENCODING',
      (draft) => Buffer.from(quoted(draft).replace('officer', '')).fill(0xc4, 40, 41),
    ],
    [
      'an overlong form of UTF-8',
      'JSON_ENCODING',
      (draft) => Buffer.concat([Buffer.from(quoted(draft).slice(0, -1)), Buffer.from([0xc0, 0xaf]), Buffer.from('}')]),
    ],
    ['nothing in it', 'JSON_SYNTAX', () => ''],
    ['only blanks', 'JSON_SYNTAX', () => ' \n '],
    ['zeros', 'JSON_SYNTAX', () => Buffer.alloc(4096)],
    ['an end after half', 'JSON_SYNTAX', (draft) => quoted(draft).slice(0, 3000)],
    ['an end in the first line', 'JSON_SYNTAX', () => '{'],
    ['no last brace', 'JSON_SYNTAX', (draft) => quoted(draft).slice(0, -1)],
    ['a trailing comma', 'JSON_SYNTAX', (draft) => quoted(draft).replace(/\n}$/, ',\n}')],
    ['a trailing comma in a list', 'JSON_SYNTAX', (draft) => quoted(draft).replace(/\n {2}\]/, ',\n  ]')],
    ['a comment', 'JSON_SYNTAX', (draft) => `// case\n${quoted(draft)}`],
    ['single quotes', 'JSON_SYNTAX', (draft) => quoted(draft).replaceAll('"', "'")],
    ['NaN', 'JSON_SYNTAX', (draft) => quoted(draft).replace('"revision": 1', '"revision": NaN')],
    [
      'a number with a leading zero',
      'JSON_SYNTAX',
      (draft) => quoted(draft).replace('"revision": 1', '"revision": 01'),
    ],
    ['two documents', 'JSON_SYNTAX', (draft) => `${quoted(draft)}\n${quoted(draft)}`],
    ['a line break in a text', 'JSON_SYNTAX', (draft) => quoted(draft).replace('"format": "', '"format": "\n')],
    ['a key twice', 'JSON_SYNTAX', (draft) => quoted(draft).replace('"revision": 1', '"revision": 2, "revision": 1')],
    [
      'a key twice, once escaped',
      'JSON_SYNTAX',
      (draft) => quoted(draft).replace('"revision": 1', '"revision": 1, "rev\\u0069sion": 1'),
    ],
    ['a key twice at the top', 'JSON_SYNTAX', (draft) => quoted(draft).replace(/}$/, ', "unit": {}}')],
    [
      'the same key twice in a million objects',
      'JSON_SYNTAX',
      () => `{"a":1,${'"a":{"a":1,'.repeat(500_000)}"b":1${'}'.repeat(500_001)}`,
    ],
    ['a list in a list, half a million deep', 'LIMITS_SIZE', () => '['.repeat(500_000) + ']'.repeat(500_000)],
    ['half a million lists that never end', 'JSON_SYNTAX', () => '['.repeat(500_000)],
    [
      'an object in an object, 100 000 deep, in a field',
      'SCHEMA_INVALID',
      (draft) =>
        quoted(draft).replace('"revision": 1', `"revision": 1, "x": ${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`),
    ],
    [
      'a million empty materials',
      'LIMITS_SIZE',
      (draft) => quoted(draft).replace('"materials": [', `"materials": [${'{},'.repeat(1_000_000)}`),
    ],
    [
      'a million wrong steps',
      'LIMITS_SIZE',
      (draft) => quoted(draft).replace('"process": [', `"process": [${'0,'.repeat(1_000_000)}`),
    ],
    [
      '300 000 unknown fields',
      'LIMITS_SIZE',
      (draft) => quoted(draft).replace(/}$/, `${Array.from({ length: 300_000 }, (_, at) => `,"x${at}":0`).join('')}}`),
    ],
    ['50 MB of blanks', 'LIMITS_SIZE', (draft) => quoted(draft) + ' '.repeat(50 * 2 ** 20)],
    [
      '50 MB of one text',
      'LIMITS_SIZE',
      (draft) => {
        draft.set('case.remarks', 'x'.repeat(50 * 2 ** 20))
        return quoted(draft)
      },
    ],
    [
      'nine thousand empty materials',
      'SCHEMA_INVALID',
      (draft) => quoted(draft).replace('"materials": [', `"materials": [${'{},'.repeat(9000)}`),
    ],
    ['null', 'SCHEMA_INVALID', () => 'null'],
    ['a list', 'SCHEMA_INVALID', (draft) => `[${quoted(draft)}]`],
    ['a text', 'SCHEMA_INVALID', () => '"case"'],
    ['a number', 'SCHEMA_INVALID', () => '1'],
    ['true', 'SCHEMA_INVALID', () => 'true'],
    ['an empty object', 'SCHEMA_INVALID', () => '{}'],
    [
      'the fields of an object in a prototype',
      'SCHEMA_INVALID',
      (draft) => quoted(draft).replace('"revision": 1', '"revision": 1, "__proto__": {"x": 1}'),
    ],
    ['a constructor', 'SCHEMA_INVALID', (draft) => quoted(draft).replace(/}$/, ', "constructor": {"prototype": {}}}')],
    ['XML in the place of JSON', 'JSON_SYNTAX', () => '<case/>'],
  ]

/** Hand-overs whose `case.json` cannot be read, or is no case at all. */
export const jsonTrials: readonly Trial[] = [
  ...texts.map(([name, expected, write]) =>
    folderTrial(`case.json with ${name}`, '06', expected, 'case.json', (draft) => {
      draft.caseJson = Buffer.from(write(draft) as string)
    }),
  ),
  folderTrial('no case.json', '06', 'JSON_MISSING', 'case.json', (draft) => {
    draft.finish = async (folder) => {
      await rm(`${folder}/case.json`)
    }
  }),
  folderTrial('CASE.JSON', '06', 'JSON_MISSING', 'case.json', (draft) => {
    draft.finish = (folder) => rename(`${folder}/case.json`, `${folder}/CASE.JSON`)
  }),
]
