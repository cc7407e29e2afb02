import type { ArrangedCase } from '#archive-schema/arranged-case.ts'
import { sequenceScope } from '#archive-schema/package/code-template.ts'
import type { ElectronicRecordCodeParts } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { NumberSequence } from '#storage/catalogue/numbers.ts'

/** The parts of the 电子文件号 of a case that the case itself decides. */
export function recordCodeParts({ caseFile, scope }: ArrangedCase): Omit<ElectronicRecordCodeParts, 'serial'> {
  return {
    region: caseFile.unit.regionCode,
    fonds: caseFile.unit.fondsCode,
    item: caseFile.item.baseCode,
    year: caseFile.case.year,
    retention: scope.retention,
  }
}

/** The sequence from which the serial of its 电子文件号 is taken: one for all cases that are alike in the other parts. */
export function recordSequence({ electronicRecordCode }: Profile, arranged: ArrangedCase): NumberSequence {
  return { kind: 'electronic-record-code', scope: sequenceScope(electronicRecordCode, recordCodeParts(arranged)) }
}
