import { readdirSync, readFileSync } from 'node:fs'
import { fc, test as law } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { isXmlText } from '#archive-schema/metadata/check-text.ts'
import { describeCase } from '#archive-schema/metadata/describe-case.ts'
import { exampleArrangement, exampleParticulars } from '#archive-schema/metadata/example-record.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { caseRules, documentRules, stepRules } from '#archive-schema/profiles/element-tables.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { renamedProfile } from '#archive-schema/profiles/renamed-profile-trial.ts'
import { readMetadataFile } from './metadata-file.ts'
import { type MadeEntry, packageEntries } from './package-layout.ts'
import { readMetadata } from './read-metadata.ts'

const samples = new URL('../../compliance-tests/cases/accepted/', import.meta.url)

test.for(readdirSync(samples))('reads the metadata of %s back as they were described [MET-01]', (folder) => {
  const arranged = exampleArrangement(sample(folder))
  const metadata = describeCase(profile, arranged, exampleParticulars(profile, arranged.caseFile))
  expect(readMetadata(profile, writtenFiles(profile, metadata, arranged))).toEqual(metadata)
})

/** Text that has to survive: rare characters, everything XML escapes, line ends, and blanks where parsers like to trim. */
const text = fc
  .array(
    fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...'𠮷&<>"\'\n\r\t 　]', '&amp;', '<![CDATA[', '\r\n')),
  )
  .map((pieces) => [...pieces.join('')].filter(isXmlText).join(''))

law.prop([recordMetadata()], { numRuns: 60 })(
  'reading undoes writing, whatever the values are [MET-30]',
  (metadata) => {
    expect(readMetadata(profile, writtenFiles(profile, metadata))).toEqual(metadata)
  },
)

test('writes and reads under other names when the profile has other names', () => {
  const renamed = renamedProfile(profile)
  const arranged = exampleArrangement(sample('10-construction-permit-large'))
  const metadata = describeCase(profile, arranged, exampleParticulars(profile, arranged.caseFile))
  const files = writtenFiles(renamed, metadata, arranged)
  expect(readMetadata(renamed, files)).toEqual(metadata)
  const everything = [...files].map(([name, bytes]) => `${name}\n${Buffer.from(bytes)}`).join('\n')
  expect(everything).not.toContain(' title=')
  expect(namesOf(profile).filter((name) => everything.includes(`<${name} `) || files.has(name))).toEqual([])
  expect(packageEntries(renamed, metadata, arranged).map(({ path }) => path.split('/')[0])).toEqual([
    'x说明文件.xml',
    'x基本信息元数据.xml',
    'x流程信息元数据.xml',
    'x归档材料目录.xml',
    'x校验信息.xml',
    ...arranged.files.map(({ folder }) => `x${folder}`),
  ])
})

test('names the metadata file that is missing', () => {
  const metadata = describedSample()
  const files = writtenFiles(profile, metadata)
  files.delete('流程信息元数据.xml')
  expect(() => readMetadata(profile, files)).toThrow(
    expect.objectContaining({
      faults: [{ code: 'PACKAGE_INVALID', file: '流程信息元数据.xml', found: 'no such file' }],
    }),
  )
})

const changes: readonly [string, string, string][] = [
  ['an element that the profile does not know', '<year ', '<phone>1</phone><year '],
  ['an attribute that the profile does not know', '<year ', '<year lang="zh" '],
  ['text beside elements', '<year ', '夹带<year '],
  ['an element inside a text', '>2025</year>', '>20<b/>25</year>'],
  ['a repeated element that is not repeatable', '<year ', '<year title="年度">2024</year><year '],
  ['a folder that the profile does not know', 'title="申报文件"', 'title="其他文件"'],
  ['a document without a number', '<file id="0001">', '<file>'],
  ['another root element', 'base_info', 'basic_info'],
  ['a DOCTYPE [PKG-18]', '<base_info', '<!DOCTYPE base_info [<!ENTITY a "b">]><base_info'],
  ['a comment', '>2025</year>', '>20<!-- -->25</year>'],
  ['a CDATA section', '>2025</year>', '><![CDATA[2025]]></year>'],
  ['a processing instruction', '<year ', '<?php ?><year '],
  ['an entity [PKG-18]', '>2025</year>', '>&year;</year>'],
  ['a second root element', '</base_info>', '</base_info><base_info/>'],
  ['text after the root element', '</base_info>', '</base_info>x'],
  ['an element that is not closed', '</base_info>', ''],
  ['another version of XML', 'version="1.0"', 'version="1.1"'],
  ['another encoding', 'encoding="UTF-8"', 'encoding="GB18030"'],
  ['a byte order mark', '<?xml', '\ufeff<?xml'],
  ['the name that keeps the parser together', '<year ', '</wrapped-by-parse-xml><year '],
]

test.for(changes)('refuses %s', ([, from, to]) => {
  const before = caseFileText()
  expect(before).toContain(from)
  expect(() => readChanged(before.replaceAll(from, () => to))).toThrow(
    expect.objectContaining({
      faults: [expect.objectContaining({ code: 'PACKAGE_INVALID', file: '基本信息元数据.xml' })],
    }),
  )
})

test.for(['constructor', '__proto__', 'toString', '_', 'cdata'])(
  'refuses an element named %s like any other',
  (tag) => {
    const changed = caseFileText().replace('<year ', `<${tag}>a</${tag}><year `)
    expect(() => readChanged(changed)).toThrow(expect.objectContaining({ code: 'PACKAGE_INVALID' }))
  },
)

test('refuses bytes that are not UTF-8 and elements nested without end [PKG-02]', () => {
  const latin1 = Buffer.concat([Buffer.from('<?xml version="1.0" encoding="UTF-8"?><base_info>'), Buffer.of(0xe9)])
  const deep = Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}`)
  for (const bytes of [latin1, deep, Buffer.alloc(0)]) {
    expect(() => readMetadataFile(profile, 'case', bytes)).toThrow(expect.objectContaining({ code: 'PACKAGE_INVALID' }))
  }
})

law.prop([fc.nat(), fc.nat({ max: 255 })])('any changed byte is refused or read, never anything else', (at, byte) => {
  const bytes = Buffer.from(caseFileText())
  bytes[at % bytes.length] = byte
  try {
    readMetadataFile(profile, 'case', bytes)
  } catch (error) {
    expect(error).toMatchObject({ code: 'PACKAGE_INVALID' })
  }
})

test('does not mind another order of elements, other blanks between them, or CR LF at line ends', () => {
  const shuffled = caseFileText()
    .replace(/( *<year .*<\/year>\n)([\s\S]*)(<\/base_info>)/, '$2$1$3')
    .replaceAll('\n', '\r\n  ')
  expect(readMetadataFile(profile, 'case', Buffer.from(shuffled))).toEqual(
    readMetadataFile(profile, 'case', Buffer.from(caseFileText())),
  )
})

function sample(folder: string) {
  return parseCaseFile(readFileSync(new URL(`${folder}/case.json`, samples)))
}

function describedSample(): RecordMetadata {
  const caseFile = sample('01-food-licence-granted')
  return describeCase(profile, exampleArrangement(caseFile), exampleParticulars(profile, caseFile))
}

function readChanged(caseFile: string): RecordMetadata {
  const files = writtenFiles(profile, describedSample())
  return readMetadata(profile, files.set('基本信息元数据.xml', Buffer.from(caseFile)))
}

function caseFileText(): string {
  return Buffer.from(writtenFiles(profile, describedSample()).get('基本信息元数据.xml') ?? '').toString()
}

function writtenFiles(names: Profile, metadata: RecordMetadata, arranged?: ArrangedCase): Map<string, Uint8Array> {
  const none = { ...exampleArrangement(sample('06-employment-registration-instant')), files: [] }
  const made = packageEntries(names, metadata, arranged ?? none).filter(
    (entry): entry is MadeEntry => 'content' in entry,
  )
  return new Map(made.map(({ path, content }) => [path, content]))
}

function recordMetadata(): fc.Arbitrary<RecordMetadata> {
  const documents = fc.array(group(documentRules(profile)), { maxLength: 3 })
  return fc
    .record({
      explanation: group(profile.files.explanation.elements),
      case: group(caseRules(profile)),
      process: fc.array(group(stepRules(profile)), { maxLength: 3 }),
      folders: fc.tuple(documents, documents, documents),
    })
    .map(({ folders, ...rest }) => ({
      ...rest,
      documents: folders.flatMap((inFolder, i) =>
        inFolder.map((document, n) => ({
          ...document,
          folder: profile.folders[i]?.class ?? '申报文件',
          number: String(n + 1).padStart(4, '0'),
        })),
      ),
    }))
}

function group(rules: readonly ElementRule[]): fc.Arbitrary<object> {
  const entries = rules.map((rule) => {
    const value: fc.Arbitrary<unknown> = rule.type === 'container' ? group(rule.children ?? []) : text
    return [rule.key, rule.repeatable ? fc.array(value, { minLength: 1, maxLength: 3 }) : value] as const
  })
  return fc.record(Object.fromEntries(entries), { requiredKeys: [], noNullPrototype: true })
}

function namesOf({ files }: Profile): string[] {
  const tags = (rules: readonly ElementRule[]): string[] =>
    rules.flatMap(({ tag, children = [] }) => [tag, ...tags(children)])
  return Object.values(files).flatMap(({ name, root, elements }) => [name, root.tag, ...tags(elements)])
}
