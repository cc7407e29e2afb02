import type { Attempt } from '#archive-schema/attempt.ts'
import type { MaterialClass } from '#archive-schema/case-file/case-file.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { isSameMaterial } from '#archive-schema/scope/scope-table.ts'
import type { SignatureVerdict } from '#archive-schema/signatures/verdict.ts'
import { refusalFault } from './content-refusals.ts'
import { documentPath, type InspectionView } from './inspection-view.ts'
import { signatureEvidence } from './signature-evidence.ts'

/**
 * What a signature means for the record. Of a 结果文件, which the unit made itself, a wrong one is a fault, and one that
 * nobody could judge or that does not cover the file waits for a person. What applicants hand in is archived as it came:
 * there the same is a recorded warning.
 */
export type SignatureGrade = 'fault' | 'review' | 'warning' | 'sound'

export type GradedSignature = { readonly grade: SignatureGrade; readonly evidence: CheckEvidence }

const resultClass: MaterialClass = '结果文件'

/** Every signature in the content files, and every one that the scope table asks for and that is not there. */
export function gradeSignatures(view: InspectionView): readonly GradedSignature[] {
  const found = [...view.signatures].flatMap(([path, searched]) => gradeFile(view, path, searched))
  return [...found, ...missingSignatures(view)]
}

function gradeFile(
  view: InspectionView,
  path: string,
  searched: Attempt<readonly SignatureVerdict[]>,
): readonly GradedSignature[] {
  const isResult = isResultFile(view, path)
  if ('refusal' in searched) return [graded(isResult ? 'review' : 'warning', refusalFault(path, searched.refusal))]
  const isCovered = searched.value.some(coversFile)
  return searched.value.map((verdict) =>
    graded(gradeOf(verdict, isResult, isCovered), signatureEvidence(path, verdict)),
  )
}

/** A time stamp can be had by anybody: what it covers and the signature before it does not was not signed. */
function coversFile({ kind, outcome, facts }: SignatureVerdict): boolean {
  const isWhole = facts.uncoveredBytes === undefined && facts.uncoveredFiles === undefined
  return kind !== 'pdf-time-stamp' && outcome === 'valid' && isWhole
}

function gradeOf({ kind, outcome }: SignatureVerdict, isResult: boolean, isCovered: boolean): SignatureGrade {
  if (outcome === 'valid' && (isCovered || kind === 'pdf-time-stamp')) return 'sound'
  if (!isResult) return 'warning'
  return outcome === 'invalid' ? 'fault' : 'review'
}

/** 应签章: what the scope table wants signed, and is not. A time stamp is no signature. */
function missingSignatures(view: InspectionView): readonly GradedSignature[] {
  const wanted = view.subject.scope.entry.materials.filter(({ signed }) => signed === true)
  return view.subject.described.documents
    .filter(({ folder, standardName = '' }) =>
      wanted.some((material) => material.class === folder && isSameMaterial(material.name, standardName)),
    )
    .map((document) => documentPath(view, document))
    .filter((path) => !isSigned(view.signatures.get(path)))
    .map((path) => {
      const grade = isResultFile(view, path) ? 'fault' : 'warning'
      return graded(grade, { location: path, expected: '应签章', found: '没有电子签名或电子印章 (no signature)' })
    })
}

function isSigned(searched: Attempt<readonly SignatureVerdict[]> | undefined): boolean {
  // A file that could not be searched is told as such.
  if (searched === undefined || 'refusal' in searched) return searched !== undefined
  return searched.value.some(({ kind }) => kind !== 'pdf-time-stamp')
}

function isResultFile({ subject }: InspectionView, path: string): boolean {
  const folder = subject.metadataProfile.folders.find(({ name }) => path.startsWith(`${name}/`))
  return folder?.class === resultClass
}

function graded(grade: SignatureGrade, evidence: CheckEvidence): GradedSignature {
  const isWarning = grade === 'warning'
  return { grade, evidence: isWarning ? { ...evidence, found: `警告 (warning)：${evidence.found}` } : evidence }
}
