import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Source } from '#archive-schema/case-file/case-file.ts'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import type { FaultCode } from '#archive-schema/fault-texts.ts'
import type { CaseMetadata, DocumentMetadata, RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import type { InspectionSubject } from './inspection-subject.ts'
import type { LooseFile, SampleChange } from './sealed-sample-trial.ts'
import type { VirusScanner } from './virus-scanner.ts'
import { trialScanner } from './virus-scanner-trial.ts'

// One change a function. The tests say which items must see it.

/** Other values of the case, on both sides. */
export function aboutCase(values: CaseMetadata): SampleChange {
  return { metadata: (metadata) => withCaseValues(metadata, values) }
}

/** Other values of the first document, on both sides. */
export function aboutDocument(values: Partial<DocumentMetadata>): SampleChange {
  return {
    metadata: (metadata) => ({
      ...metadata,
      documents: metadata.documents.map((document, i) => (i === 0 ? { ...document, ...values } : document)),
    }),
  }
}

/** Other values of the case. */
export function withCaseValues(metadata: RecordMetadata, values: CaseMetadata): RecordMetadata {
  return { ...metadata, case: { ...metadata.case, ...values } }
}

/** Other values of the explanation. */
export function withExplanation(metadata: RecordMetadata, values: RecordMetadata['explanation']): RecordMetadata {
  return { ...metadata, explanation: { ...metadata.explanation, ...values } }
}

/** Another time of one step. */
export function withStepTime(metadata: RecordMetadata, step: number, actedAt: string): RecordMetadata {
  return { ...metadata, process: metadata.process.map((one, i) => (i === step ? { ...one, actedAt } : one)) }
}

/** The last step a second time, before the others. */
export function withTwoEnds(metadata: RecordMetadata): RecordMetadata {
  const [first, last] = [metadata.process.at(0), metadata.process.at(-1)]
  if (first === undefined || last === undefined) throw new Error('the sample has no process')
  return { ...metadata, process: [{ ...last, actedAt: first.actedAt }, ...metadata.process] }
}

/** Another sending system, or another person who handed over, than the ones that are registered. */
export function sentBy(values: Partial<Source>): SampleChange {
  return { subject: ({ source }) => ({ source: { ...source, ...values } }) }
}

/** 挂起 as the last step before 办结. */
export function withOpenSuspension(metadata: RecordMetadata): RecordMetadata {
  const last = metadata.process.at(-1)
  if (last === undefined) throw new Error('the sample has no process')
  const suspension = { ...last, nodeCode: '12', nodeName: '挂起', outcome: '挂起' }
  return { ...metadata, process: [...metadata.process.slice(0, -1), suspension, last] }
}

/** Every document in the folder of the first under its name. */
export function withOnePlace(metadata: RecordMetadata): RecordMetadata {
  const [first] = metadata.documents
  if (first === undefined) throw new Error('the sample has no documents')
  const { folder, actualName } = first
  return {
    ...metadata,
    documents: metadata.documents.map((one) => (one.folder === folder ? { ...one, actualName } : one)),
  }
}

/** A phone number, which no profile has an element for. */
export function withPhoneNumber(metadata: RecordMetadata): RecordMetadata {
  const about: object = { ...metadata.case, mobile: '13900000000' }
  return { ...metadata, case: about }
}

/** One file of the package with another text. Throws when the text is not there: a change must change something. */
export function replacing(path: string, pattern: RegExp | string, text: string) {
  return (files: readonly LooseFile[]): readonly LooseFile[] =>
    files.map((file) => {
      if (file.path !== path) return file
      const before = new TextDecoder().decode(file.content)
      const after = before.replace(pattern, text)
      if (after === before) throw new Error(`${path} has no ${pattern}`)
      return { path, content: new TextEncoder().encode(after) }
    })
}

/** One more file in the package. */
export function adding(path: string) {
  return (files: readonly LooseFile[]): readonly LooseFile[] => [...files, { path, content: new Uint8Array([120]) }]
}

/** The package without one of its files. */
export function removing(path: string) {
  return (files: readonly LooseFile[]): readonly LooseFile[] => files.filter((file) => file.path !== path)
}

/** An examination that refuses every content file. */
export function refusingContent(code: FaultCode): SampleChange {
  return {
    subject: () => ({ examine: (file) => Promise.reject(new ArchiveError({ code, file, found: 'x' })) }),
  }
}

/** Other numbers in the catalogue. */
export function taking(taken: Partial<InspectionSubject['taken']>): SampleChange {
  return { subject: (subject) => ({ taken: { ...subject.taken, ...taken } }) }
}

/** Another registration of the stock. */
export function stocking(
  change: (stock: InspectionSubject['stock']) => Partial<InspectionSubject['stock']>,
): SampleChange {
  return { subject: ({ stock }) => ({ stock: { ...stock, ...change(stock) } }) }
}

/** Another scope entry, by its materials. */
export function approving(change: (materials: Materials) => Materials): SampleChange {
  return {
    subject: ({ scope }) => ({
      scope: { ...scope, entry: { ...scope.entry, materials: change(scope.entry.materials) } },
    }),
  }
}

/** Another approved entry: a closed or watchful item of which no 结果文件 is named. */
export function withoutResults(unlistedMaterials: '复核' | '不接收'): SampleChange {
  return {
    subject: ({ scope }) => {
      const materials = scope.entry.materials.filter((material) => material.class !== '结果文件')
      return { scope: { ...scope, entry: { ...scope.entry, unlistedMaterials, materials } } }
    },
  }
}

type Materials = InspectionSubject['scope']['entry']['materials']

/** A scanner that does something otherwise than the one of the trials. */
export function scanning(changes: Partial<VirusScanner>): SampleChange {
  return { subject: () => ({ scanner: trialScanner(changes) }) }
}

/** One part of the evidence with its last byte but one changed. */
export function flippingEvidence(part: keyof Evidence) {
  return editingEvidence(part, (bytes) => flipped(bytes, bytes.length - 2))
}

/** One part of the evidence, which must be there, changed. */
export function editingEvidence(part: keyof Evidence, edit: (bytes: Uint8Array) => Uint8Array) {
  return (evidence: Evidence): Evidence => {
    const bytes = evidence[part]
    if (bytes === undefined) throw new Error(`the evidence has no ${part}`)
    return { ...evidence, [part]: edit(bytes) }
  }
}

/** Bytes with the lowest bit of one of them changed. */
export function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}
