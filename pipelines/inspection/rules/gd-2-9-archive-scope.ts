import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { CaseMetadata, DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { legalPaper } from '#archive-schema/scope/paper-faults.ts'
import { isRequiredAt, missingByDefault } from '#archive-schema/scope/required-materials.ts'
import { isSameMaterial } from '#archive-schema/scope/scope-table.ts'
import { checkBothSides, faultsOnBothSides } from '../both-sides.ts'
import type { Check } from '../check.ts'
import { unlessEqual } from '../differences.ts'
import type { ApprovedScope, RegisteredStock } from '../inspection-subject.ts'

/**
 * GD-2-9 归档范围检测: item, version, retention and approved table are those of the scope entry, materials stand in the class
 * that it gives them, and those that it requires at this end state are there, be it as paper where a law demands that. What it
 * does not name fails, goes to a person or passes, as the entry says.
 */
export const archiveScope: Check = {
  rule: 'GD-2-9',
  check(view) {
    const { scope, stock } = view.subject
    const judged = checkBothSides(
      view,
      ({ metadata: { case: about, documents } }) => [
        ...decisionFaults(scope, about),
        ...classFaults(scope, documents),
        ...requirementFaults(scope, stock, about, documents),
        ...paperFaults(scope, about),
        ...(scope.entry.unlistedMaterials === '不接收' ? unlistedDocuments(scope, documents) : []),
      ],
      seenOf(scope, view.subject.described.case),
    )
    if (judged.outcome !== 'PASS' || scope.entry.unlistedMaterials !== '复核') return judged
    const unlisted = faultsOnBothSides(view, ({ metadata }) => unlistedDocuments(scope, metadata.documents))
    return unlisted.length === 0 ? judged : { outcome: 'MANUAL_REVIEW', evidence: unlisted }
  },
}

/** What a reader sees of an item that passes: the table, and what is archived as paper by which law. */
function seenOf({ decision, entry }: ApprovedScope, { paperMaterials = [] }: CaseMetadata): string {
  const papers = paperMaterials.map(({ name, basis, place }) => `；依法保留纸质：${name}（${basis}，${place}）`)
  return `归档范围表 ${decision.tableVersion}，事项 ${entry.itemCode}${papers.join('')}`
}

/** What is archived as paper is so by the law that the table names. */
function paperFaults({ entry }: ApprovedScope, { paperMaterials = [] }: CaseMetadata): readonly CheckEvidence[] {
  return paperMaterials.flatMap(({ name = '', basis, files }, i) => {
    const legal = legalPaper(entry, name)
    const location = `case.paperMaterials[${i}] ${name}`
    if (legal === undefined) return [{ location, expected: '电子', found: '纸质' }]
    const lacking = files === '0' && legal.carrier !== '纸质'
    return [
      ...unlessEqual(`${location}（法定纸质依据）`, legal.basis, basis),
      ...(lacking ? [{ location, expected: legal.carrier, found: '纸质' }] : []),
    ]
  })
}

function decisionFaults({ decision, entry }: ApprovedScope, about: CaseMetadata): readonly CheckEvidence[] {
  const { itemVersion = '' } = about
  return [
    ...unlessEqual('case.itemCode（事项编码）', entry.itemCode, about.itemCode),
    ...(entry.itemVersions.includes(itemVersion)
      ? []
      : [{ location: 'case.itemVersion（事项版本号）', expected: entry.itemVersions.join(' / '), found: itemVersion }]),
    ...unlessEqual('case.retentionPeriod（保管期限）', entry.retention, about.retentionPeriod),
    ...unlessEqual('case.scopeTableVersion', decision.tableVersion, about.scopeTableVersion),
    ...unlessEqual('case.scopeTableApprovedBy', decision.approvedBy, about.scopeTableApprovedBy),
    ...unlessEqual('case.scopeTableApprovalNumber', decision.approvalNumber, about.scopeTableApprovalNumber),
    ...unlessEqual('case.scopeTableEffectiveFrom', decision.effectiveFrom, about.scopeTableEffectiveFrom),
  ]
}

function unlistedDocuments({ entry }: ApprovedScope, documents: readonly DocumentMetadata[]): readonly CheckEvidence[] {
  return documents.flatMap(({ standardName = '' }, i) => {
    if (entry.materials.some(({ name }) => isSameMaterial(name, standardName))) return []
    return [{ location: `documents[${i}]`, expected: `归档范围内的材料（${entry.itemName}）`, found: standardName }]
  })
}

/** What the table names stands where the table puts it. */
function classFaults({ entry }: ApprovedScope, documents: readonly DocumentMetadata[]): readonly CheckEvidence[] {
  return documents.flatMap(({ folder, typeCode, standardName = '' }, i) => {
    const scopes = entry.materials.filter(({ name }) => isSameMaterial(name, standardName))
    const agrees = scopes.some((scope) => scope.class === folder && scope.code === typeCode)
    if (scopes.length === 0 || agrees) return []
    const expected = scopes.map((scope) => `${scope.class} ${scope.code}`).join(' / ')
    return [{ location: `documents[${i}] ${standardName}`, expected, found: `${folder} ${typeCode}` }]
  })
}

function requirementFaults(
  { entry }: ApprovedScope,
  { result }: RegisteredStock,
  about: CaseMetadata,
  documents: readonly DocumentMetadata[],
): readonly CheckEvidence[] {
  const papers = (about.paperMaterials ?? []).map(({ name, ...paper }) => ({ ...paper, standardName: name }))
  const present = [...documents, ...papers].map(({ standardName = '', folder = '', typeCode = '' }) => {
    return { name: standardName, class: folder, code: typeCode }
  })
  const missing = [
    ...entry.materials
      .filter((material) => isRequiredAt(material, result))
      .filter(({ name }) => !present.some((document) => isSameMaterial(name, document.name)))
      .map(({ name }) => name),
    ...missingByDefault(entry, result, present).map(({ meaning }) => meaning),
  ]
  return [
    ...unlessEqual('case.result（办理结果）', result, about.result),
    ...missing.map((name) => ({ location: 'documents', expected: `必要材料 ${name}`, found: '∅' })),
  ]
}
