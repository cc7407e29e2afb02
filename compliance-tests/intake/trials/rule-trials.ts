import type { CaseDraft, JsonObject } from '../case-draft.ts'
import { folderTrial, folderTrials, type Trial } from '../trial.ts'

const person = { name: '甲', idType: '居民身份证' } as const

/** Numbers whose check character, form or date is wrong, in every place where one can stand. */
const numberTrials: readonly Trial[] = [
  wrongNumber('applicants.0.idNumber', '01', 'IDENTIFIERS_CREDIT_CODE'),
  wrongNumber('applicants.1.idNumber', '10', 'IDENTIFIERS_CREDIT_CODE'),
  wrongNumber('applicants.0.legalRepresentative.idNumber', '01', 'IDENTIFIERS_ID_NUMBER'),
  wrongNumber('applicants.0.agent.idNumber', '01', 'IDENTIFIERS_ID_NUMBER'),
  wrongNumber('unit.creditCode', '06', 'IDENTIFIERS_CREDIT_CODE'),
  wrongNumber('unit.creditCode', '03', 'IDENTIFIERS_CREDIT_CODE'),
  ...['19000101001', '43019019980230259', '4301901998101625', '43019O19981016259X', '430190199810162595 '].map(
    (number) =>
      folderTrial(`the identity number ${number}`, '06', 'IDENTIFIERS_ID_NUMBER', 'applicants[0].idNumber', (draft) =>
        draft.set('applicants.0.idNumber', number),
      ),
  ),
  folderTrial(
    'an agent whose number is wrong',
    '06',
    'IDENTIFIERS_ID_NUMBER',
    'applicants[0].agent.idNumber',
    (draft) => draft.set('applicants.0.agent', { ...person, idNumber: '110101199003074518' }),
  ),
  folderTrial(
    'an agent with a wrong credit code',
    '06',
    'IDENTIFIERS_CREDIT_CODE',
    'applicants[0].agent.idNumber',
    (draft) =>
      draft.set('applicants.0.agent', { ...person, idType: '统一社会信用代码', idNumber: '91430190MADKX7R26N' }),
  ),
  folderTrial(
    'a related case with a wrong credit code',
    '08',
    'IDENTIFIERS_CREDIT_CODE',
    'related[0].creditCode',
    (draft) => draft.set('related.0.creditCode', '11430190006125883A'),
  ),
  folderTrial('an item code with a wrong credit code', '06', 'IDENTIFIERS_', 'item.code', (draft) =>
    draft.set('item.code', String(draft.get('item.code')).replace('032174R', '032174X')),
  ),
  folderTrial('a base code that is not that of the item', '06', 'IDENTIFIERS_ITEM_CODE', 'item.baseCode', (draft) =>
    draft.set('item.baseCode', '432014031002'),
  ),
]

/** The times of a case in their order; each is put after the next one. */
const milestones = [
  'case.appliedAt',
  'case.receivedAt',
  'case.acceptedAt',
  'case.decidedAt',
  'case.finishedAt',
  'source.exportedAt',
]

const timeTrials: readonly Trial[] = [
  ...milestones.slice(0, -1).flatMap((place, index) =>
    folderTrials(`${place} after ${milestones[index + 1]}`, ['01', '06'], 'CHRONOLOGY_', 'case.', (draft) => {
      draft.set(place, secondLater(String(draft.get(milestones[index + 1] ?? '')), 1))
    }),
  ),
  ...['02', '10'].flatMap((sample) => processTrials(sample)),
  ...['2024', '2026', '1999'].map((year) =>
    folderTrial(`the year ${year}`, '09', 'CHRONOLOGY_CASE', 'case.year', (draft) => draft.set('case.year', year)),
  ),
  ...[
    '2025-02-30T09:00:00+08:00',
    '2025-13-01T09:00:00+08:00',
    '2025-04-22T25:00:00+08:00',
    '2025-04-22 09:00:00',
    '2025-04-22T09:00:00',
    '2025/04/22T09:00:00+08:00',
    '２０25-04-22T09:00:00+08:00',
  ].map((time) =>
    folderTrial(`the time ${time}`, '06', 'SCHEMA_INVALID', 'case.appliedAt', (draft) =>
      draft.set('case.appliedAt', time),
    ),
  ),
]

function processTrials(sample: string): Trial[] {
  const trial = (name: string, change: (draft: CaseDraft, steps: JsonObject[]) => unknown) =>
    folderTrial(name, sample, 'CHRONOLOGY_PROCESS', 'process[', (draft) =>
      change(draft, draft.get('process') as JsonObject[]),
    )
  return [
    trial('two steps have changed their times', (draft) => swap(draft, 'process.1.time', 'process.2.time')),
    trial('the last two steps have changed their times', (draft, { length }) =>
      swap(draft, `process.${length - 2}.time`, `process.${length - 1}.time`),
    ),
    trial('two steps have changed places', (draft) => swap(draft, 'process.1', 'process.2')),
    trial('the steps stand in the reverse order', (draft, steps) => draft.set('process', steps.toReversed())),
    trial('the decision comes before the acceptance', (draft) =>
      swap(draft, 'process.1.nodeCode', 'process.3.nodeCode'),
    ),
    trial('a number is missing', (draft) => draft.set('process.2.seq', 9)),
    trial('a number comes twice', (draft) => draft.set('process.2.seq', 2)),
    trial('the numbers begin with 2', (draft, steps) =>
      draft.set(
        'process',
        steps.map((step) => ({ ...step, seq: Number(step['seq']) + 1 })),
      ),
    ),
    trial('there is no 收件', (draft) => draft.set('process.0.nodeCode', '99')),
    trial('there is no 办结', (draft, { length }) => draft.set(`process.${length - 1}.nodeCode`, '99')),
    trial('办结 stands in the middle', (draft) => draft.set('process.2.nodeCode', '4')),
    trial('the last step is not at the time of 办结', (draft, { length }) =>
      draft.set(`process.${length - 1}.time`, secondLater(String(draft.get('case.finishedAt')), -1)),
    ),
    trial('a step after 办结', (draft, steps) =>
      draft.set('process', [...steps, { ...steps.at(-1), seq: steps.length + 1, nodeCode: '99' } as JsonObject]),
    ),
  ]
}

const secrecyTrials: readonly Trial[] = [
  ...['秘密', '机密', '绝密', '秘密★10年', '绝密★', '机密 ', '【秘密】'].map((level) =>
    folderTrial(`classified ${level}`, '10', 'SECRECY_CLASSIFIED', 'case.security', (draft) =>
      draft.set('case.security', level),
    ),
  ),
  folderTrial('classified, and wrong in much else', '06', 'SECRECY_CLASSIFIED', 'case.security', (draft) => {
    draft.set('case.security', '绝密').drop('unit.name').set('item.retention', 'X')
    draft.listed('files/0002_劳动合同.pdf')['path'] = '/etc/hostname'
  }),
]

/** Hand-overs that break the rules between fields: numbers, times, secrecy. */
export const ruleTrials: readonly Trial[] = [...numberTrials, ...timeTrials, ...secrecyTrials]

/** The last character, which checks the others, is another one. */
function wrongNumber(place: string, sample: string, expected: string): Trial {
  const field = place.replaceAll(/\.(\d+)/g, '[$1]')
  return folderTrial(`${place} with a wrong check character`, sample, expected, field, (draft) => {
    const number = String(draft.get(place))
    draft.set(place, `${number.slice(0, -1)}${number.endsWith('1') ? '2' : '1'}`)
  })
}

function swap(draft: CaseDraft, one: string, other: string): void {
  const [first, second] = [draft.get(one), draft.get(other)]
  if (first !== undefined && second !== undefined) draft.set(one, second).set(other, first)
}

/** A time some seconds later, in China's time. */
function secondLater(time: string, seconds: number): string {
  const moved = new Date(Date.parse(time) + (seconds + 8 * 3600) * 1000)
  return moved.toISOString().replace('.000Z', '+08:00')
}
