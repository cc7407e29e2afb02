import { afterAll, expect, test } from 'vitest'
import { type OfdRuleId, ofdArchive, ofdRuleIds } from '#archive-schema/formats/ofd-archive.ts'
import { verdict } from '#pipelines/examination/content-trial.ts'
import { CaseDraft } from '../intake/case-draft.ts'
import { archiveOfd, type OfdChange } from './archive-ofd.ts'
import { openInspection } from './inspected-draft.ts'

const inspection = await openInspection()
afterAll(() => inspection.close())

const archiveItem = 'gd.usability.ofd-archive'
const reviewItem = 'gd.usability.ofd-review'
const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'

/** An attachment of the document, and its bytes. */
function attached(name: string, content: string | Uint8Array): OfdChange {
  const list = `<ofd:Attachments ${namespace}><ofd:Attachment ID="7" Name="附件"><ofd:FileLoc>${name}</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`
  return {
    document: '<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>',
    files: { 'Doc_0/Attachs/Attachments.xml': list, [`Doc_0/Attachs/${name}`]: content },
  }
}

const action = (kind: string) =>
  `<ofd:Actions><ofd:Action Event="DO">${kind}</ofd:Action></ofd:Actions><ofd:Layer ID="5"/>`
const second = '<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_1/Document.xml</ofd:DocRoot></ofd:DocBody>'
const secondDocument = `<ofd:Document ${namespace}><ofd:Pages><ofd:Page ID="1" BaseLoc="../Doc_0/Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>`

/** What breaks a rule, and what is found. */
const breaches: readonly (readonly [what: string, rule: OfdRuleId, change: OfdChange, found: string])[] = [
  ['a smuggled file', 'smuggled-file', { files: { 'Doc_0/Res/hidden.dat': 'x' } }, 'Doc_0/Res/hidden.dat'],
  [
    'a smuggled file whose name stands in a text',
    'smuggled-file',
    {
      page: '<ofd:Layer ID="5"><ofd:TextObject><ofd:TextCode>/x.dat</ofd:TextCode></ofd:TextObject></ofd:Layer>',
      files: { 'x.dat': 'x' },
    },
    'x.dat',
  ],
  [
    'a second document',
    'single-document',
    { body: second, files: { 'Doc_1/Document.xml': secondDocument } },
    '2 个文档',
  ],
  [
    'Permissions',
    'permissions',
    { document: '<ofd:Permissions><ofd:Edit>false</ofd:Edit></ofd:Permissions>' },
    'Doc_0/Document.xml：Permissions',
  ],
  ['VPreferences', 'view-preferences', { document: '<ofd:VPreferences/>' }, 'Doc_0/Document.xml：VPreferences'],
  [
    'Extensions',
    'extensions',
    {
      document: '<ofd:Extensions>Ext.xml</ofd:Extensions>',
      files: { 'Doc_0/Ext.xml': `<ofd:Extensions ${namespace}/>` },
    },
    'Doc_0/Document.xml：Extensions',
  ],
  [
    'an action that opens a page of the net',
    'actions',
    { page: action('<ofd:URI URI="http://example.org"/>') },
    'Doc_0/Pages/Page_0/Content.xml：Action/URI',
  ],
  [
    'an action that plays a sound',
    'actions',
    { page: action('<ofd:Sound ResourceID="2"/>') },
    'Doc_0/Pages/Page_0/Content.xml：Action/Sound',
  ],
  [
    'audio',
    'no-audio-video',
    {
      resources:
        '<ofd:MultiMedia ID="8" Type="Audio" Format="MP3"><ofd:MediaFile>a.mp3</ofd:MediaFile></ofd:MultiMedia>',
      files: { 'Doc_0/Res/a.mp3': 'ID3' },
    },
    'Doc_0/PublicRes.xml：Audio mp3',
  ],
  ['a font that is not embedded', 'fonts-embedded', { fontFile: false }, 'Doc_0/PublicRes.xml：宋体'],
  [
    'an image of another format',
    'image-formats',
    {
      resources: '<ofd:MultiMedia ID="8" Type="Image"><ofd:MediaFile>a.webp</ofd:MediaFile></ofd:MultiMedia>',
      files: { 'Doc_0/Res/a.webp': 'RIFF' },
    },
    'Doc_0/PublicRes.xml：Image webp',
  ],
  [
    'another colour space',
    'colour-space',
    {
      resources:
        '</ofd:MultiMedias><ofd:ColorSpaces><ofd:ColorSpace ID="8" Type="Lab"/></ofd:ColorSpaces><ofd:MultiMedias>',
    },
    'Doc_0/PublicRes.xml：Lab',
  ],
  ['an attachment that is no text', 'attachments-text', attached('a.pdf', '%PDF-1.7'), 'Doc_0/Attachs/a.pdf'],
  [
    'an attachment that calls itself text and is a PDF',
    'attachments-text',
    attached('b.txt', '%PDF-1.7'),
    'Doc_0/Attachs/b.txt',
  ],
]

/** Inspects a case with this OFD attached. */
async function inspect(change: OfdChange) {
  const draft = (await CaseDraft.of('03')).attach('files/附件.ofd', await archiveOfd(change))
  const [archive, review] = await inspection.items(draft, [archiveItem, reviewItem])
  return { archive, review }
}

test('FMT-09 a good OFD-A passes both items', async () => {
  const { archive, review } = await inspect({})
  expect([archive?.outcome, review?.outcome]).toEqual(['PASS', 'PASS'])
  expect(review?.evidence).toHaveLength(1)
})

test.for([
  ['a text attachment', attached('a.txt', '说明')],
  ['an XML attachment', attached('a.xml', '<a/>')],
  ['a Goto action', { page: action('<ofd:Goto><ofd:Dest Type="XYZ" PageID="1"/></ofd:Goto>') }],
] as const)('FMT-09 an OFD-A with %s passes', async ([, change]) => {
  expect((await inspect(change)).archive?.outcome).toBe('PASS')
})

test.for(breaches)('FMT-09 %s in an OFD-A fails', async ([, rule, change, found]) => {
  const { archive } = await inspect(change)
  const { title, clause } = ofdArchive.rules.find(({ id }) => id === rule) ?? {}
  expect(archive?.outcome).toBe('FAIL')
  expect(archive?.evidence.map((one) => [one.expected, one.found])).toContainEqual([
    `${title}（GB/T 42133-2022 ${clause}）`,
    found,
  ])
})

test.for(breaches)(
  'FMT-09 %s in a plain OFD is no fault: a question to a person, or a hint',
  async ([, rule, change, found]) => {
    const { archive, review } = await inspect({ ...change, docType: 'OFD' })
    const isHint = ofdArchive.rules.find(({ id }) => id === rule)?.plain === 'advice'
    expect(archive?.outcome).toBe('NOT_APPLICABLE')
    expect(review?.outcome).toBe(isHint ? 'PASS' : 'MANUAL_REVIEW')
    expect(review?.evidence.map((one) => one.found)).toContain(isHint ? `提示 (advice)：${found}` : found)
  },
)

test('FMT-09 an encrypted OFD is refused before anything else', async () => {
  const content = await archiveOfd({ files: { 'Encryptions.xml': '<a/>', 'decryptseed.dat': 'x' } })
  expect(await verdict('a.ofd', content)).toBe('FORMATS_ENCRYPTED')
})

test('FMT-09 every rule of the table is tried here, and the table says where it comes from', () => {
  const tried = new Set<OfdRuleId>(breaches.map(([, rule]) => rule))
  const others = ['doc-type', 'custom-metadata', 'double-layer', 'encryption']
  expect(ofdRuleIds.filter((id) => !tried.has(id))).toEqual(others)
  expect(ofdArchive).toMatchObject({ confidence: 'medium', source: expect.stringContaining('was not seen') })
})

const mixed =
  '<ofd:Layer ID="3"><ofd:ImageObject ID="4" ResourceID="2"/><ofd:TextObject ID="6"><ofd:TextCode>x</ofd:TextCode></ofd:TextObject></ofd:Layer>'

test('FMT-10 a scan that does not lie in the background below its text is a hint, never a fault', async () => {
  const { archive, review } = await inspect({ page: mixed })
  expect([archive?.outcome, review?.outcome]).toEqual(['PASS', 'PASS'])
  expect(review?.evidence).toContainEqual(
    expect.objectContaining({
      expected: expect.stringContaining('双层'),
      found: '提示 (advice)：Doc_0/Pages/Page_0/Content.xml',
    }),
  )
})

test('FMT-10 the layers of a good double-layer OFD give no hint', async () => {
  const { review } = await inspect({})
  expect(review?.evidence.some(({ expected = '' }) => expected.includes('双层'))).toBe(false)
})

test('FMT-09 that custom metadata are missing, or that it is a plain OFD, is a hint', async () => {
  const { archive, review } = await inspect({ docInfo: '', docType: 'OFD' })
  expect([archive?.outcome, review?.outcome]).toEqual(['NOT_APPLICABLE', 'PASS'])
  expect(review?.evidence.map(({ found }) => found)).toEqual([
    '1 个 OFD 文件，没有须由人判断的偏离',
    '提示 (advice)：DocType OFD',
    '提示 (advice)：没有自定义元数据 (CustomDatas)',
  ])
})
