import { link, mkdir, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { makePdf } from '#pipelines/examination/content-trial.ts'
import type { CaseDraft, JsonObject } from '../case-draft.ts'
import { folderTrial, type Trial } from '../trial.ts'
import { zipBytes } from '../zip-bytes.ts'

const form = 'files/0001_就业登记申请表.pdf'

function good(name: string, sample: string, change: (draft: CaseDraft) => unknown): Trial {
  return folderTrial(name, sample, 'archived', '', change)
}

const names = [
  'files/甲（正本）𠮷.pdf',
  'files/a b  c.pdf',
  'files/ 前.pdf',
  'files/申请表.PDF',
  'files/..a.pdf',
  'files/.a.pdf',
  'files/-rf.pdf',
  "files/#100%&+@!~$=;,'[]{}^`.pdf",
  'files/“引号”《书名》—－·、.pdf',
  'files/子目录/更深 的/一.pdf',
  'files/files/files.pdf',
  'files/%2e%2e%2fa.pdf',
  'files/a.b.c.pdf',
  'files/Ünïcödé-ÅΩé.pdf',
  'files/문서-документ-ファイル.pdf',
  'files/👨‍👩‍👧.pdf',
  `files/${'长'.repeat(78)}/${'名'.repeat(76)}.pdf`,
  'files/CON.pdf',
]

const texts: readonly (readonly [string, string])[] = [
  ['case.name', '𠮷野家（长沙）餐饮“一件事”—㐀䶵𪚥 许可'],
  ['case.name', '长'.repeat(300)],
  ['case.name', '𠮷'.repeat(300)],
  ['case.name', '<a href="x">&amp;\'"]]></a> %s {{y}} $1 \\n'],
  ['case.name', '  前后有空格  '],
  ['case.remarks', '第一行\n第二行\t列\r\n第三行\r完'],
  ['case.remarks', ' \u00a0\u3000\u200b\u200d\ufeff 空白'],
  ['case.remarks', 'שלום مرحبا \u202eabc\u202c'],
  ['case.remarks', '备'.repeat(1000)],
  ['process.1.opinion', '意见𠮷'.repeat(600)],
  ['applicants.0.name', '买买提·吐尔逊𠅤'],
  ['applicants.0.address', "1' or '1'='1; drop table case_file; --"],
  ['unit.department', '../../etc/科'],
  ['materials.0.note', '?*:|<>/\\'],
]

const fields: readonly (readonly [name: string, sample: string, change: (draft: CaseDraft) => unknown])[] = [
  ['times in UTC', '06', (draft) => utc(draft)],
  ['times with fractions', '06', (draft) => draft.set('case.appliedAt', '2025-04-15T00:00:00.123456+08:00')],
  [
    'all steps at one moment',
    '06',
    (draft) => {
      for (const step of draft.get('process') as JsonObject[]) step['time'] = draft.get('case.finishedAt') ?? ''
    },
  ],
  ['no day that was promised', '06', (draft) => draft.set('case.promisedBy', null)],
  ['a passport', '06', (draft) => draft.set('applicants.0.idType', '护照').set('applicants.0.idNumber', 'E12345678')],
  [
    'thirty applicants',
    '06',
    (draft) =>
      draft.set(
        'applicants',
        Array.from({ length: 30 }, () => draft.get('applicants.0') ?? null),
      ),
  ],
  ['two hundred steps', '06', (draft) => manySteps(draft, 200)],
  [
    'fields that may be left out are left out',
    '09',
    (draft) => {
      for (const place of [
        'evaluation',
        'supervision',
        'unit.archives',
        'unit.regionName',
        'item.legalBasis',
        'item.handlingCode',
        'case.disclosure',
        'case.copies',
      ])
        if (draft.get(place) !== undefined) draft.drop(place)
    },
  ],
  ['revision 9999', '06', (draft) => draft.set('source.revision', 9999)],
  ['another version of the item that the table has', '01', (draft) => draft.set('item.version', '2')],
  ['another handling system', '06', (draft) => draft.set('source.systemCode', 'X1').set('source.systemName', '甲系统')],
  ['an internal case', '06', (draft) => draft.set('case.security', '内部')],
]

const states: readonly (readonly [name: string, sample: string, change: (draft: CaseDraft) => unknown])[] = [
  ['准予', '09', () => {}],
  ['不予', '02', () => {}],
  ['不予受理', '03', () => {}],
  ['撤回', '04', () => {}],
  ['终止', '04', (draft) => draft.set('case.result', '终止').without('撤回申请书')],
  ['办结', '08', () => {}],
  [
    '不予 in the place of 准予',
    '08a',
    (draft) => {
      draft.set('case.result', '不予')
      draft.set(`${draft.material('准予行政许可决定书')}.name`, '不予行政许可决定书')
    },
  ],
]

const materials: readonly (readonly [name: string, sample: string, change: (draft: CaseDraft) => unknown])[] = [
  [
    'materials that nobody requires are absent',
    '10',
    (draft) => {
      const optional = (draft.get('materials') as JsonObject[]).filter((material) => material['required'] === false)
      for (const material of optional) draft.without(String(material['name']))
    },
  ],
  [
    'a material that nobody requires was not received',
    '10',
    (draft) => {
      const place = draft.material('已标价工程量清单')
      draft.files.delete('files/A06-已标价工程量清单.tif')
      draft.set(`${place}.received`, '未收取').set(`${place}.note`, '无此清单').set(`${place}.files`, [])
    },
  ],
  [
    'a material of forty files',
    '06',
    (draft) => {
      for (let at = 1; at <= 39; at++) draft.add('劳动合同', `files/劳动合同-${at}.pdf`, draft.content(form))
    },
  ],
  ['a material that the table does not name', '06', (draft) => draft.attach('files/补充.pdf', draft.content(form))],
  ['one content twice under two names', '06', (draft) => draft.attach('files/又一份.pdf', draft.content(form))],
  [
    'materials in another order',
    '05',
    (draft) => draft.set('materials', (draft.get('materials') as JsonObject[]).toReversed()),
  ],
]

const blank = deflateSync(Buffer.alloc(2 * 2481 * 3508))
const formats: readonly (readonly [path: string, content: Uint8Array | string])[] = [
  ['files/附件.txt', '说明：𠮷\r\n第二行'],
  ['files/附件.csv', Buffer.concat([Buffer.from('a,'), Buffer.from([0xc0, 0xcd])])],
  ['files/附件.xml', '<?xml version="1.0" encoding="UTF-8"?><表单>&amp;<![CDATA[<!DOCTYPE]]></表单>'],
  ['files/附件.xml', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>合同</a>', 'utf16le')],
  [
    'files/附件.zip',
    zipBytes([
      { name: '说明.txt', content: '说明', deflate: true },
      { name: '目录/', content: '' },
    ]),
  ],
  [
    'files/附件.zip',
    zipBytes([
      { name: 'a.zip', content: zipBytes([{ name: 'b.zip', content: zipBytes([{ name: 'c.txt', content: 'x' }]) }]) },
    ]),
  ],
  ['files/附件.pdf', makePdf({ header: '%PDF-2.0' })],
  ['files/附件.pdf', makePdf({ contained: ['<< /Type /Font >>'] })],
  ['files/大.txt', '政务服务办件归档。\n'.repeat(700_000)],
  ['files/空白.zip', zipBytes([{ name: 'blank.bin', content: blank }])],
]

const json: readonly (readonly [name: string, write: (text: string) => string])[] = [
  ['in one line', (text) => JSON.stringify(JSON.parse(text))],
  ['with CRLF and a line break at the end', (text) => `${text.replaceAll('\n', '\r\n')}\r\n`],
  [
    'with escaped characters',
    (text) => text.replaceAll(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`),
  ],
  [
    'with its keys in another order',
    (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text) as object).toReversed())),
  ],
  ['with 1.0 in the place of 1', (text) => text.replace('"revision": 1', '"revision": 1.0')],
]

/** Hand-overs that are unusual and right. */
export const goodTrials: readonly Trial[] = [
  ...names.map((name) => good(`the path ${name.slice(0, 40)}`, '06', (draft) => draft.rename(form, name))),
  ...texts.map(([place, text]) =>
    good(`${place} is ${JSON.stringify(text).slice(0, 30)}`, '06', (draft) => draft.set(place, text)),
  ),
  ...[...fields, ...states, ...materials].map(([name, sample, change]) => good(name, sample, change)),
  ...formats.map(([path, content], at) =>
    good(`${path} is added, format ${at + 1}`, '06', (draft) => draft.attach(path, Buffer.from(content as string))),
  ),
  ...json.map(([name, write]) =>
    good(`case.json ${name}`, '06', (draft) => {
      draft.caseJson = Buffer.from(write(JSON.stringify(draft.json, null, 2)))
    }),
  ),
  good('names in NFD in the folder, listed in NFC', '06', (draft) => {
    const composed = 'files/R\u00e9sum\u00e9.pdf'
    draft.rename(form, composed)
    draft.finish = (folder) => rename(join(folder, composed), join(folder, composed.normalize('NFD')))
  }),
  good('empty folders', '06', (draft) => {
    draft.finish = async (folder) => {
      await mkdir(join(folder, 'files/空'))
      await mkdir(join(folder, 'other'))
    }
  }),
  good('a hard link', '06', (draft) => {
    draft.finish = (folder) => link(join(folder, form), `${folder}.link`)
  }),
]

/** The same moments, written in UTC. */
function utc(draft: CaseDraft): void {
  const moved = JSON.stringify(draft.json).replaceAll(
    /"(\d{4}-\d\d-\d\dT[\d:]+\+08:00)"/g,
    (_, time: string) => `"${new Date(time).toISOString()}"`,
  )
  Object.assign(draft.json, JSON.parse(moved))
}

function manySteps(draft: CaseDraft, count: number): void {
  const [first = {}, ...others] = draft.get('process') as JsonObject[]
  const between = Array.from({ length: count - others.length - 1 }, () => ({
    ...first,
    nodeCode: '99',
    nodeName: '其他',
  }))
  draft.set(
    'process',
    [first, ...between, ...others].map((step, index) => ({ ...step, seq: index + 1 })),
  )
}
