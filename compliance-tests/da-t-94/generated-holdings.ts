import { setCaseReview, setCaseStage } from '#storage/catalogue/case-moves.ts'
import { type CaseState, type Handover, insertCase } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { type DocumentEntry, insertDocuments } from '#storage/catalogue/documents.ts'
import { insertRecord, type PreservedRecord, type RecordEntry, setPreserved } from '#storage/catalogue/records.ts'

/** A record and what it holds, as it was entered. */
export type GeneratedHolding = {
  readonly record: RecordEntry
  readonly documents: readonly DocumentEntry[]
}

const units = [
  { unit: '甲局', fondsCode: '0117', creditCode: '甲'.repeat(18) },
  { unit: '乙局', fondsCode: '0118', creditCode: '乙'.repeat(18) },
  // A body of another region may have the same 全宗号.
  { unit: '丙局', fondsCode: '0117', creditCode: '丙'.repeat(18) },
]
const formats = ['jpeg', 'pdf', 'ofd', 'tiff', 'xml']

/**
 * Enters `count` records that a seal never saw, each unlike its neighbours, and as many archived cases; every seventh is
 * registered but does not rest in the store yet, and of these every second waits for a person.
 */
export async function generateHoldings(catalogue: Catalogue, like: PreservedRecord, count: number) {
  const holdings: GeneratedHolding[] = []
  for (let index = 1; index <= count; index += 1) {
    const holding = generated(like, index)
    await enter(catalogue, holding, like, index % 7 !== 0 ? 'archived' : index % 14 === 0 ? 'review' : 'processing')
    if (index % 7 !== 0) holdings.push(holding)
  }
  return holdings
}

function generated(like: PreservedRecord, index: number): GeneratedHolding {
  const { creditCode = '', ...unit } = units[index % 3] ?? {}
  const documents = Array.from({ length: 1 + (index % 5) }, (_, at) => generatedDocument(index, at))
  const record = {
    ...like,
    ...unit,
    number: `生成-${index}`,
    archivalCode: `生成档号-${index}`,
    caseId: crypto.randomUUID(),
    itemCode: `${creditCode}${index % 11}`,
    itemName: `事项 ${index % 11}`,
    year: String(2020 + (index % 6)),
    retention: (['Y', 'D30', 'D10'] as const)[index % 3] ?? 'Y',
    result: ['准予', '不予', '撤回', '办结'][index % 4] ?? '',
    metadata: { ...like.metadata, case: { ...like.metadata.case, creditCode } },
  } as RecordEntry
  return { record, documents }
}

function generatedDocument(index: number, at: number) {
  const format = formats[(index + at) % formats.length] ?? ''
  return {
    document: at + 1,
    path: `申报文件/${at}`,
    // Two files of one material count as one.
    material: `材料 ${Math.floor(at / 2)}`,
    class: '申报文件',
    sourcePath: `files/${at}`,
    fixity: { bytes: 1000 * index + at, sha256: '', sm3: '' },
    format,
    mediaType: `application/${format}`,
    dataOffset: 0,
    ...((index + at) % 4 === 0 ? {} : { pages: 1 + ((index * 3 + at) % 9) }),
  }
}

async function enter(
  { transact }: Catalogue,
  { record, documents }: GeneratedHolding,
  { objects }: PreservedRecord,
  state: CaseState,
): Promise<void> {
  const { caseId: id, number, registeredAt: at } = record
  const identity = { systemCode: 'GEN', serialNumber: number, revision: 1 }
  const handover = { files: [] } as unknown as Handover
  await transact(async (transaction) => {
    await insertCase(transaction, { id, ...identity, handoverDigest: '', folder: number, handover, capturedAt: at })
    await insertDocuments(transaction, number, documents)
    await insertRecord(transaction, record)
    const place = { id, stage: 'capture' }
    if (state === 'review') await setCaseReview(transaction, place, [{ code: 'PROCESSING_FAILED' }], at)
    if (state !== 'archived') return
    await setPreserved(transaction, number, objects, at)
    await setCaseStage(transaction, place, 'preservation', 'archive', at)
  })
}
