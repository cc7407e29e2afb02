import { caseRules, documentRules, stepRules } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { checkAgreement } from './check-agreement.ts'
import { checkDocuments } from './check-documents.ts'
import { checkGroup } from './check-group.ts'
import { checkProcess } from './check-process.ts'
import type { ElementFault } from './element-fault.ts'
import type { RecordMetadata } from './record-metadata.ts'

/**
 * 著录检查: everything in which the metadata of a record do not meet the profile (obligation, form, length in characters,
 * value lists) or contradict themselves. An empty list means that they may be packaged.
 */
export function checkMetadata(profile: Profile, metadata: RecordMetadata): ElementFault[] {
  return [
    ...checkGroup(profile.files.explanation.elements, metadata.explanation, 'explanation'),
    ...checkGroup(caseRules(profile), metadata.case, 'case'),
    ...metadata.process.flatMap((step, i) => checkGroup(stepRules(profile), step, `process[${i}]`)),
    ...metadata.documents.flatMap(({ folder: _, ...document }, i) =>
      checkGroup(documentRules(profile), document, `documents[${i}]`),
    ),
    ...checkDocuments(profile, metadata.documents),
    ...checkAgreement(profile, metadata),
    ...checkProcess(profile, metadata),
  ]
}
