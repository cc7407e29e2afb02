import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import type { Handling, Material } from '#archive-schema/case-file/case-file.ts'
import type { BoundChild } from '#archive-schema/joint-case/bound-child.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { isOnPaperOnly } from '#archive-schema/scope/paper-faults.ts'
import { describeApplicants } from './describe-applicants.ts'
import { describeDocument } from './describe-document.ts'
import { describeEvaluation, describeSupervision } from './describe-oversight.ts'
import { describeRelated } from './describe-related.ts'
import { describeStep } from './describe-step.ts'
import { fillDefaults } from './fill-defaults.ts'
import { localTime, localTimeOf, optionalLocalTime } from './local-time.ts'
import type { CaseMetadata, RecordMetadata } from './record-metadata.ts'
import { decimal, unlessEmpty, yesOrNo } from './wording.ts'

/** What the metadata say that the case itself does not know. */
export type DescriptionParticulars = {
  /** 电子文件号, given before packaging. */
  readonly electronicRecordCode: string
  /** 归档时间. */
  readonly archivedAt: Date
  /** 制作系统. The environment must not name what differs between machines, or the same case gives different bytes. */
  readonly software: { readonly name: string; readonly version: string; readonly environment?: string }
  /** 子件: the archived children that are bound into the package; none where nothing is bound. */
  readonly children?: readonly BoundChild[]
}

/** 著录 (description): the metadata of a case by meaning. Decides nothing: whether they are complete is said by `checkMetadata`. */
export function describeCase(
  profile: Profile,
  arranged: ArrangedCase,
  particulars: DescriptionParticulars,
): RecordMetadata {
  return fillDefaults(profile, {
    explanation: describePackage(profile, arranged, particulars),
    case: {
      ...describeIdentity(profile, arranged, particulars),
      ...describeSource(arranged),
      ...describeItem(arranged),
      ...describeHandling(profile, arranged),
      ...describeRelated(profile, arranged, particulars.children),
      ...describeApplicants(arranged.caseFile.applicants),
      evaluation: describeEvaluation(profile, arranged.caseFile.evaluation),
      supervision: describeSupervision(profile, arranged.caseFile.supervision),
    },
    process: arranged.caseFile.process.map((step) => describeStep(profile, step)),
    documents: arranged.files.map((file) => describeDocument(profile, file)),
  })
}

function describePackage(
  profile: Profile,
  { files }: ArrangedCase,
  { electronicRecordCode, archivedAt, software }: DescriptionParticulars,
): RecordMetadata['explanation'] {
  return {
    electronicRecordCode,
    profileId: profile.id,
    profileVersion: profile.version,
    producedBy: `${software.name} ${software.version}`,
    producedAt: localTimeOf(archivedAt.getTime()),
    softwareEnvironment: software.environment,
    digestAlgorithms: [profile.terms.sha256, profile.terms.sm3],
    documentCount: decimal(files.length),
    totalBytes: decimal(files.reduce((sum, { fixity }) => sum + fixity.bytes, 0)),
  }
}

function describeIdentity(
  profile: Profile,
  { caseFile, scope, files }: ArrangedCase,
  { electronicRecordCode, archivedAt }: DescriptionParticulars,
): CaseMetadata {
  return {
    electronicRecordCode,
    archivedAt: localTimeOf(archivedAt.getTime()),
    title: caseFile.case.name,
    aggregationLevel: profile.terms.item,
    year: caseFile.case.year,
    categoryCode: profile.categoryCode,
    retentionPeriod: scope.retention,
    securityClassification: caseFile.case.security,
    documentCount: decimal(files.length),
    digestAlgorithms: [profile.terms.sha256, profile.terms.sm3],
    scopeTableVersion: scope.tableVersion,
    scopeTableApprovedBy: scope.approvedBy,
    scopeTableApprovalNumber: scope.approvalNumber,
    scopeTableEffectiveFrom: scope.effectiveFrom,
    paperMaterials: unlessEmpty(caseFile.materials.flatMap(onPaper)),
    missingMaterials: unlessEmpty(
      caseFile.materials
        .filter((material) => material.files.length === 0 && !isOnPaperOnly(material))
        .map((material) => missing(profile, material)),
    ),
  }
}

function onPaper({ number, class: folder, code, name, paper, files }: Material) {
  if (paper === undefined) return []
  const { basis, place, pages } = paper
  return [
    {
      number: decimal(number),
      folder,
      typeCode: code,
      name,
      basis,
      place,
      pages: decimal(pages),
      files: decimal(files.length),
    },
  ]
}

function missing(profile: Profile, { number, code, name, required, note }: Material) {
  return { number: decimal(number), typeCode: code, name, required: yesOrNo(profile, required), note }
}

function describeSource({ caseFile: { source, unit } }: ArrangedCase): CaseMetadata {
  return {
    informationSystem: `${source.systemName} ${source.systemVersion}`,
    sourceSystemCode: source.systemCode,
    serialNumber: source.serialNumber,
    revision: decimal(source.revision),
    handedOverAt: localTime(source.exportedAt),
    handedOverBy: source.exportedBy.name,
    handedOverById: source.exportedBy.id,
    handedOverByDepartment: source.exportedBy.department,
    regionCode: unit.regionCode,
    regionName: unit.regionName,
    fondsConstitutingUnit: unit.name,
    creditCode: unit.creditCode,
    fondsCode: unit.fondsCode,
    responsibleDepartment: unit.department,
    acceptingUnit: unit.name,
    archivesCode: unit.archives?.code,
    archivesName: unit.archives?.name,
  }
}

function describeItem({ caseFile: { item } }: ArrangedCase): CaseMetadata {
  return {
    itemCode: item.code,
    itemBaseCode: item.baseCode,
    handlingItemCode: item.handlingCode,
    itemName: item.name,
    itemVersion: item.version,
    itemType: item.type,
    legalBasis: item.legalBasis,
    statutoryDays: decimal(item.statutoryDays),
    promisedDays: decimal(item.promisedDays),
  }
}

function describeHandling(profile: Profile, { caseFile }: ArrangedCase): CaseMetadata {
  const handling = caseFile.case
  return {
    caseName: handling.name,
    handlingType: handling.handlingType,
    channel: handling.channel,
    onlineThroughout: yesOrNo(profile, handling.onlineThroughout),
    ...describeTimes(handling),
    overdueWorkingDays: decimal(handling.overdueWorkingDays),
    acceptanceNumber: handling.acceptanceNumber ?? undefined,
    result: handling.result,
    resultNumbers: unlessEmpty(handling.resultDocuments.map(({ number }) => number)),
    resultDocuments: unlessEmpty(handling.resultDocuments),
    disclosure: handling.disclosure,
    copies: handling.copies,
    isProject: yesOrNo(profile, handling.isProject),
    projectCode: handling.project?.code,
    projectName: handling.project?.name,
    projectAddress: handling.project?.address,
    deferred: describeDeferred(handling.deferred),
    remarks: handling.remarks,
  }
}

function describeTimes(handling: Handling): CaseMetadata {
  return {
    appliedAt: localTime(handling.appliedAt),
    receivedAt: localTime(handling.receivedAt),
    acceptedAt: optionalLocalTime(handling.acceptedAt),
    decidedAt: optionalLocalTime(handling.decidedAt),
    finishedAt: localTime(handling.finishedAt),
    promisedBy: handling.promisedBy ?? undefined,
  }
}

function describeDeferred(deferred: Handling['deferred']): CaseMetadata['deferred'] {
  return deferred && { ...deferred, suppliedAt: optionalLocalTime(deferred.suppliedAt) }
}
