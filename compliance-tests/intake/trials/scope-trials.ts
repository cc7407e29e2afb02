import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { samples } from '../../stack/test-archive.ts'
import { CaseDraft, type JsonObject } from '../case-draft.ts'
import { folderTrial, folderTrials, type Trial } from '../trial.ts'

const tables = parseScopeTables(readFileSync(join(samples, 'scope-tables.json')))
const accepted = (await readdir(join(samples, 'accepted'))).map((name) => name.split('-')[0] ?? '')

const retentionTrials = [
  '长期',
  '永久',
  '',
  'd10',
  'D10 ',
  'D30',
  'Y',
  'D5',
  '10',
  10,
  null,
  ['D10'],
  '十年',
  '期'.repeat(100_000),
].map((value) =>
  folderTrial(
    `the retention period ${JSON.stringify(value).slice(0, 30)}`,
    '06',
    'SCOPE_RETENTION',
    'item.retention',
    (draft) => draft.set('item.retention', value),
  ),
)

const tableTrials: readonly Trial[] = [
  ...retentionTrials,
  folderTrial('D10 where the table says Y', '10', 'SCOPE_RETENTION', 'item.retention', (draft) =>
    draft.set('item.retention', 'D10'),
  ),
  ...['1', '4', '3.0', ' 3', '三'].map((version) =>
    folderTrial(`the item version ${version}`, '01', 'SCOPE_ITEM_UNKNOWN', version, (draft) =>
      draft.set('item.version', version),
    ),
  ),
  ...folderTrials('an item that is not in the table', ['02', '05', '07'], 'SCOPE_ITEM_UNKNOWN', '998001', (draft) => {
    const code = `${String(draft.get('item.code')).slice(0, -6)}998001`
    draft.set('item.code', code).set('item.baseCode', code.slice(-12))
  }),
  folderTrial(
    'an item code that is not in the table, with the base code of one that is',
    '02',
    'SCOPE_ITEM_UNKNOWN',
    '998001',
    (draft) => draft.set('item.code', `${String(draft.get('item.code')).slice(0, -6)}998001`),
  ),
  folderTrial('the level of the item code is another', '02', 'SCOPE_ITEM_UNKNOWN', 'item.code', (draft) => {
    const code = String(draft.get('item.code'))
    draft.set('item.code', `${code.slice(0, 18)}3${code.slice(19)}`)
  }),
  folderTrial("another body's item", '06', 'SCOPE_ITEM_UNKNOWN', '11430190006127053U4430126015001', (draft) =>
    draft.set('item.code', '11430190006127053U4430126015001').set('item.baseCode', '430126015001'),
  ),
  folderTrial('a body that has no table', '06', 'SCOPE_TABLE_MISSING', '114301900061300179', (draft) => {
    const body = '114301900061300179'
    draft.set('unit.creditCode', body).set('item.code', `${body}${String(draft.get('item.code')).slice(18)}`)
  }),
  folderTrial('a table version that was never approved', '06', 'SCOPE_TABLE_MISSING', '2099.1', (draft) =>
    draft.set('item.scopeTable.version', '2099.1'),
  ),
  folderTrial(
    'an approval number that is not that of the table',
    '06',
    'SCOPE_TABLE_MISSING',
    '假〔2024〕1号',
    (draft) => draft.set('item.scopeTable.approvalNumber', '假〔2024〕1号'),
  ),
  ...folderTrials(
    'a case that ended before the table was in force',
    ['01', '06'],
    'SCOPE_TABLE_NOT_EFFECTIVE',
    '2024-0',
    yearEarlier,
  ),
  folderTrial('the fonds of another body', '06', 'SCOPE_', 'unit.fondsCode', (draft) =>
    draft.set('unit.fondsCode', '9999'),
  ),
  folderTrial('the region of another body', '06', 'SCOPE_', 'unit.regionCode', (draft) =>
    draft.set('unit.regionCode', '110101'),
  ),
]

const required = (await Promise.all(accepted.map(requiredMaterials))).flat()

/** Every material that the table asks for is taken away in turn. */
const missingMaterials = required.map(({ sample, name }) =>
  folderTrial(`without ${name}`, sample, 'COMPLETENESS_REQUIRED', name, (draft) => draft.without(name)),
)

/** A material that the table asks for was not received, and the case says that it is not needed. */
const unreceivedMaterials = accepted.map((sample) => {
  const name = required.findLast((material) => material.sample === sample)?.name ?? ''
  return folderTrial(`${name} not received`, sample, 'COMPLETENESS_REQUIRED', name, (draft) => {
    const place = draft.material(name)
    for (const file of draft.get(`${place}.files`) as JsonObject[]) draft.files.delete(String(file['path']))
    draft.set(`${place}.received`, '未收取').set(`${place}.files`, []).set(`${place}.required`, false)
  })
})

const resultTrials: readonly Trial[] = [
  ...['不予', '撤回', '终止'].flatMap((result) =>
    folderTrials(
      `the materials of another end state than ${result}`,
      ['01', '07', '09'],
      'COMPLETENESS_REQUIRED',
      '决定书',
      (draft) => draft.set('case.result', result),
    ),
  ),
  folderTrial('办结 with the materials of 准予', '07', 'COMPLETENESS_', '', (draft) =>
    draft.without('专职工作人员名单及证明').set('case.result', '办结'),
  ),
  folderTrial('准予 with the materials of 不予', '02', 'COMPLETENESS_REQUIRED', '准予行政许可决定书', (draft) =>
    draft.set('case.result', '准予'),
  ),
  folderTrial('准予 with the materials of 办结', '06', 'COMPLETENESS_', '', (draft) =>
    draft.without('劳动合同').set('case.result', '准予'),
  ),
  folderTrial('不予受理 with the materials of 准予', '01', 'COMPLETENESS_REQUIRED', '不予受理通知书', (draft) =>
    draft.set('case.result', '不予受理').set('case.acceptedAt', null).set('case.acceptanceNumber', null),
  ),
  folderTrial('不予受理 with a time of acceptance', '03', 'SCHEMA_INVALID', 'case.acceptedAt', (draft) =>
    draft.set('case.acceptedAt', '2025-06-19T09:00:00+08:00'),
  ),
  folderTrial('a result as a form', '01', 'COMPLETENESS_UNLISTED', '准予行政许可决定书', (draft) => {
    const place = draft.material('准予行政许可决定书')
    draft.set(`${place}.class`, '申报文件').set(`${place}.code`, 'A')
  }),
  folderTrial('a form with the code of a process document', '01', 'COMPLETENESS_UNLISTED', '营业执照', (draft) =>
    draft.set(`${draft.material('营业执照')}.code`, 'B0'),
  ),
  folderTrial('a required material under another name', '01', 'COMPLETENESS_REQUIRED', '营业执照', (draft) =>
    draft.set(`${draft.material('营业执照')}.name`, '营业执照副本'),
  ),
  folderTrial(
    'a material that the case itself requires and has not',
    '06',
    'COMPLETENESS_REQUIRED',
    '身份证',
    (draft) => {
      const materials = draft.get('materials') as JsonObject[]
      materials.push({
        number: 4,
        stage: '申请',
        class: '申报文件',
        code: 'A',
        name: '身份证',
        required: true,
        received: '未收取',
        files: [],
      })
    },
  ),
]

/** Hand-overs that do not agree with the approved scope table. */
export const scopeTrials: readonly Trial[] = [
  ...tableTrials,
  ...missingMaterials,
  ...unreceivedMaterials,
  ...resultTrials,
]

async function requiredMaterials(sample: string): Promise<{ sample: string; name: string }[]> {
  const draft = await CaseDraft.of(sample)
  const entry = tables.flatMap(({ entries }) => entries).find(({ itemCode }) => itemCode === draft.get('item.code'))
  const result = String(draft.get('case.result'))
  const asked = entry?.materials.filter(
    (material) => material.required && material.results.some((each) => each === result),
  )
  if (asked === undefined || asked.length === 0) throw new Error(`nothing is required of sample ${sample}`)
  return asked.map(({ name }) => ({ sample, name }))
}

/** The whole case a year earlier. */
function yearEarlier(draft: CaseDraft): void {
  const files = draft.json['materials']
  const moved = JSON.parse(JSON.stringify(draft.json).replaceAll('"2025-', '"2024-')) as JsonObject
  Object.assign(draft.json, moved, { materials: files })
  draft.set('case.year', '2024')
}
