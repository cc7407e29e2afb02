import type { PreservedRecord } from '#storage/catalogue/records.ts'
import type { ShownChanges } from '../../access/record-changes.ts'
import { requireRecord } from '../../access/require-record.ts'
import { showRecord } from '../../access/show-record.ts'
import type { showRetention } from '../../access/show-retention.ts'
import { actLines } from '../act-lines.ts'
import { descriptionLines } from '../description-lines.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** One record: who, what, which documents, which checks, where it rests. */
export async function show(number: string, options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const shown = await showRecord(archive, await requireRecord(archive.catalogue, number))
    return options.json === true ? printJson(shown) : print(describe(shown))
  })
}

/** The table under which the record was classed: version, approval, days in force. */
function describeScope(scope: PreservedRecord['scope']): string {
  const { tableVersion, approvedBy, approvalNumber, effectiveFrom, effectiveTo = '' } = scope
  return `${tableVersion}（${approvedBy} ${approvalNumber}，${effectiveFrom}–${effectiveTo}）`
}

/** 关联办件, and of a bound child its 电子文件号 and digest. */
function relatedFact(related: NonNullable<PreservedRecord['metadata']['case']['relatedCases']>[number]): string[] {
  const { relation = '', serialNumber = '', unit = '', binding, electronicRecordCode = '', digests = [] } = related
  const bound = binding === undefined ? [] : [binding, electronicRecordCode, `SHA-256 ${digests[0]?.value ?? ''}`]
  return [relation, [serialNumber, unit, ...bound].join('  ').trimEnd()]
}

/** 升版、作废 of the record, and of those whose place it has taken. */
function changeLines({ changes, replaces }: ShownChanges): string[] {
  const after = changes.map(({ kind, changedAt, basis, successor, successorNumber }) =>
    [kind, changedAt, basis, successorNumber ?? successor?.serialNumber ?? ''].join('  ').trimEnd(),
  )
  return [...after, ...replaces.map(({ kind, changedAt, number }) => `替代 ${number}  ${kind}  ${changedAt}`)]
}

/** 保全 on the record, and every 延长 of its term. */
function retentionFacts({ holds, extensions }: Awaited<ReturnType<typeof showRetention>>): string[][] {
  return [
    ...holds.map((hold) => ['保全', `${hold.hold}  ${hold.authority}  ${hold.reason}`]),
    ...extensions.map(({ ended, ends, by, reason }) => ['延长', `${ended} → ${ends}  ${by}  ${reason}`]),
  ]
}

function describe(record: Awaited<ReturnType<typeof showRecord>>): string {
  const { retention, inspection } = record
  const facts = [
    ['电子文件号', record.number],
    ['档号', record.archivalCode],
    ['题名', record.title],
    ['立档单位', record.unit],
    ['事项', `${record.item.name} (${record.item.code})`],
    ['行政相对人', record.applicants.join('、')],
    ['办理结果', record.result],
    ['办结时间', record.finishedAt],
    ['保管期限', `${retention.period}, ${retention.endsAt}; locked until ${retention.lockedUntil}`],
    ...retentionFacts(retention),
    ['归档范围表', describeScope(record.scope)],
    ...(record.metadata.case.paperMaterials ?? []).map(({ name, basis, place }) => [
      '依法保留纸质',
      `${name}（${basis}）：${place}`,
    ]),
    ...(record.metadata.case.relatedCases ?? []).map(relatedFact),
    ['四性检测', `${inspection.outcome}  ${JSON.stringify(inspection.counts)}`],
    [
      '识别',
      `${record.recognition.state}, ${record.recognition.pages} pages, ${record.recognition.recognisedPages} recognised`,
    ],
    ['信息包', `${record.package.bytes} B, SHA-256 ${record.package.sha256}`],
    ...(record.testKeys ? [['测试密钥', 'sealed with TEST keys: without legal force 仅供测试，无法律效力']] : []),
  ]
  const documents = record.documents.map((document) => [
    `${document.document}`,
    document.path,
    `${document.fixity.bytes} B`,
    document.mediaType,
  ])
  const history = record.history.map(({ stage, at }) => [stage, at])
  const parts = [
    [table(facts)],
    changeLines(record),
    descriptionLines(record.description),
    [table(documents)],
    [table(history)],
    [actLines(record.acts)],
  ].filter((lines) => lines.length > 0)
  return parts.map((lines) => lines.join('\n')).join('\n\n')
}
