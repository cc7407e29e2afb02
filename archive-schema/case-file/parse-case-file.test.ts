import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { property } from './json-nodes.ts'
import { parseCaseFile } from './parse-case-file.ts'

const cases = new URL('../../compliance-tests/cases/', import.meta.url)
const accepted = readdirSync(new URL('accepted/', cases))

const refusedByParsing = [
  ['05-path-traversal', ['PATHS_TRAVERSAL']],
  ['06-absolute-path', ['PATHS_ABSOLUTE']],
  ['08-names-differ-by-case', ['PATHS_COLLISION']],
  ['09-zero-byte-file', ['FORMATS_EMPTY']],
  ['13-json-syntax-error', ['JSON_SYNTAX']],
  ['14-json-gb18030', ['JSON_ENCODING']],
  ['15-mandatory-field-missing', ['SCHEMA_INVALID']],
  ['16-bad-credit-code', ['IDENTIFIERS_CREDIT_CODE']],
  ['17-bad-id-number', ['IDENTIFIERS_ID_NUMBER']],
  ['18-process-out-of-order', ['CHRONOLOGY_PROCESS']],
  ['19-finished-before-accepted', ['CHRONOLOGY_CASE', 'CHRONOLOGY_PROCESS']],
  ['20-unknown-retention', ['SCOPE_RETENTION']],
  ['21-secret-level', ['SECRECY_CLASSIFIED']],
] as const
const refusedLater = readdirSync(new URL('refused/', cases))
  .filter((name) => !name.endsWith('.json') && !refusedByParsing.some(([folder]) => folder === name))
  .flatMap((name) => (name.startsWith('28-') ? [`${name}/first`, `${name}/second`] : [`${name}/case`]))

test.for(accepted)('reads accepted/%s as it is written', (folder) => {
  const bytes = sample(`accepted/${folder}`)
  expect(parseCaseFile(bytes)).toEqual(JSON.parse(bytes.toString('utf8')))
})

test.for(refusedByParsing)('refuses refused/%s with %j', ([folder, codes]) => {
  expect(faultsOf(sample(`refused/${folder}/case`)).map(({ code }) => code)).toEqual(codes)
})

test.for(refusedByParsing)('refuses refused/%s for the reason that it names', ([folder, codes]) => {
  const expected = JSON.parse(readFileSync(new URL(`refused/${folder}/expected.json`, cases), 'utf8'))
  expect(codes[0].split('_')[0]).toBe(expected.hint)
})

test.for(refusedLater)('reads refused/%s, whose fault lies elsewhere', (folder) => {
  expect(parseCaseFile(sample(`refused/${folder}`)).source.format).toBe('guidang-case-file/1')
})

test('names every fault with its field, the gravest first', () => {
  const faults = faultsWith((json) => {
    set(json, 'case.onlineThroughout', 'yes')
    set(json, 'item.retention', '5年')
    set(json, 'unit.name', undefined)
    set(json, 'unit.colour', 'red')
    set(json, 'applicants.0.idNumber', '430190199810162590')
    set(json, 'process.1.time', '2025-02-30T09:00:00+08:00')
    set(json, 'materials.0.files.0.path', '../a')
    set(json, 'materials.1.files.0.bytes', 0)
    set(json, 'materials.1.files.0.sha256', createHash('sha256').digest('hex'))
    set(json, 'materials.2.received', '共享调用')
  })
  expect(faults.map(({ code, field }) => `${code} ${field}`)).toEqual([
    'PATHS_TRAVERSAL materials[0].files[0].path',
    'FORMATS_EMPTY materials[1].files[0].bytes',
    'SCOPE_RETENTION item.retention',
    'SCHEMA_INVALID unit.name',
    'SCHEMA_INVALID unit.colour',
    'SCHEMA_INVALID case.onlineThroughout',
    'SCHEMA_INVALID process[1].time',
    'SCHEMA_INVALID materials[2].called',
    'IDENTIFIERS_ID_NUMBER applicants[0].idNumber',
  ])
})

test.for([
  ['item.code', undefined, '缺必填项 / required field is missing'],
  ['case.extra', 1, '未规定的字段 / field not in the schema'],
  ['case.result', '拒绝', /准予.*办结.* \/ Invalid option: expected one of "准予"/],
  ['case.name', 5, /期望 string.* \/ Invalid input: expected string, received number/],
  ['case.name', '𠮷'.repeat(301), /<=300/],
  ['case.year', '25', /必须满足正则表达式.* \/ Invalid string: must match pattern/],
  ['source.revision', 1.5, /expected int/],
  ['applicants', [], />=1/],
  ['case.project.code', 'x', /pattern/],
  ['materials.0.files', [], />=1/],
] as const)('says what is expected of %s instead of %j', ([field, value, found]) => {
  const [fault] = faultsWith((json) => set(json, field, value))
  expect(fault).toMatchObject({ code: 'SCHEMA_INVALID', found: expect.stringMatching(found) })
})

test.for([
  ['unit.creditCode', '11430190448032174X'],
  ['applicants.0.agent', { name: '甲', idType: '统一社会信用代码', idNumber: '1' }],
  ['related', [{ relation: '主办件', systemCode: 'X', serialNumber: '1', creditCode: '11430190006125883A' }]],
] as const)('checks the credit code in %s', ([field, value]) => {
  const codes = faultsWith((json) => set(json, field, value)).map(({ code }) => code)
  expect(codes[0]).toBe('IDENTIFIERS_CREDIT_CODE')
})

test('checks the identity number of a legal representative and leaves other documents alone', () => {
  const person = { name: '甲', idType: '居民身份证', idNumber: '430190199802302599' }
  const faults = faultsWith((json) => {
    set(json, 'applicants.0.legalRepresentative', person)
    set(json, 'applicants.0.agent', { ...person, idType: '护照' })
  })
  const field = 'applicants[0].legalRepresentative.idNumber'
  expect(faults).toEqual([{ code: 'IDENTIFIERS_ID_NUMBER', field, found: person.idNumber }])
})

test.for(['秘密', '机密★', '绝密★30年', '【机密】', ' 秘密'])(
  'says nothing but %j of what is marked so [MET-13]',
  (level) => {
    const faults = faultsWith((json) => {
      set(json, 'case.security', level)
      set(json, 'case.name', undefined)
      set(json, 'materials.0.files.0.path', '/甲')
    })
    const found = expect.stringMatching(/^[秘机绝]密$/)
    expect(faults).toEqual([{ code: 'SECRECY_CLASSIFIED', field: 'case.security', found }])
  },
)

test.for(['商业秘密', '工作秘密', '非涉密'])(
  'a level that is no classification, such as %j, is just no level',
  (level) => {
    expect(faultsWith((json) => set(json, 'case.security', level))).toMatchObject([{ code: 'SCHEMA_INVALID' }])
  },
)

test('an item code begins with a credit code whose check character is right', () => {
  const found = '11430190448032174X4432014031001'
  const expected = '11430190448032174R…'
  const faults = faultsWith((json) => set(json, 'item.code', found))
  expect(faults).toEqual([{ code: 'IDENTIFIERS_ITEM_CODE', field: 'item.code', expected, found }])
})

test('0 bytes with the digest of something else is a wrong list, not an empty file', () => {
  const faults = faultsWith((json) => set(json, 'materials.1.files.0.bytes', 0))
  expect(faults).toMatchObject([{ code: 'SCHEMA_INVALID', field: 'materials[1].files[0].bytes' }])
})

test('names what is wrong with late elements of a list', () => {
  const faults = faultsWith((json) => {
    set(json, 'process.3.agent.type', '某人')
    set(json, 'materials.2', 'x')
  })
  expect(faults.map(({ field }) => field)).toEqual(['process[3].agent.type', 'materials[2]'])
})

test.for(['\u0000', '\u000b', '\ufffe', '\ud800'])('refuses the character %j, which XML cannot write', (character) => {
  const faults = faultsWith((json) => set(json, 'case.name', `刘${character}翀`))
  expect(faults).toMatchObject([{ code: 'SCHEMA_INVALID', field: 'case.name', found: /U\+/ }].map(matching))
})

test('keeps line breaks, tabs and rare characters', () => {
  const name = '第一行\n\t𠮷'
  const bytes = changed((json) => set(json, 'case.name', name))
  expect(parseCaseFile(bytes).case.name).toBe(name)
})

test.for(['null', '[]', '"x"', '{}'])('refuses the document %s', (json) => {
  expect(new Set(faultsOf(Buffer.from(json)).map(({ code }) => code))).toEqual(new Set(['SCHEMA_INVALID']))
})

function sample(folder: string): Buffer {
  return readFileSync(new URL(`${folder}/case.json`, cases))
}

function changed(change: (json: unknown) => void): Buffer {
  const json: unknown = JSON.parse(sample('accepted/06-employment-registration-instant').toString('utf8'))
  change(json)
  return Buffer.from(JSON.stringify(json))
}

function faultsWith(change: (json: unknown) => void): ArchiveError['faults'] {
  return faultsOf(changed(change))
}

function faultsOf(bytes: Uint8Array): ArchiveError['faults'] {
  try {
    parseCaseFile(bytes)
  } catch (error) {
    if (error instanceof ArchiveError) return error.faults
    throw error
  }
  throw new Error('the case file is accepted')
}

/** Sets the value at a place such as `applicants.0.idNumber`, making objects on the way; undefined leaves it out. */
function set(json: unknown, place: string, value: unknown): void {
  const steps = place.split('.')
  const last = steps.pop() ?? ''
  let target = Object(json)
  for (const step of steps) {
    if (property(target, step) === undefined) target[step] = {}
    target = target[step]
  }
  target[last] = value
}

function matching<T extends { found: RegExp }>(fault: T): Omit<T, 'found'> & { found: unknown } {
  return { ...fault, found: expect.stringMatching(fault.found) }
}
