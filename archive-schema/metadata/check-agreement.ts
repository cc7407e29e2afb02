import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import { caseRules, titleOf } from '#archive-schema/profiles/element-tables.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { type ElementFault, nothing } from './element-fault.ts'
import type { RecordMetadata } from './record-metadata.ts'

/** The elements of one record agree with each other: numbers with their parts, totals with what they count, times in order. */
export function checkAgreement(profile: Profile, metadata: RecordMetadata): ElementFault[] {
  const differences = [
    ...codeDifferences(profile, metadata),
    ...totalDifferences(metadata),
    ['case.title', metadata.case.caseName, metadata.case.title] as const,
  ]
  return [
    ...differences.flatMap(([element, expected, found]) => difference(profile, element, expected, found)),
    ...chronologyFaults(profile, metadata),
  ]
}

/** Path of an element, what it should be, what it is. */
type Comparison = readonly [element: string, expected: string | undefined, found: string | undefined]

function codeDifferences(profile: Profile, { case: about, explanation }: RecordMetadata): Comparison[] {
  const code = about.electronicRecordCode
  const parts = parseElectronicRecordCode(profile, code ?? '')
  if (parts === undefined) return [['case.electronicRecordCode', profile.electronicRecordCode.template, code]]
  const itemCodes = [about.itemBaseCode, about.itemCode, about.handlingItemCode]
  return [
    ['explanation.electronicRecordCode', code, explanation.electronicRecordCode],
    ['case.regionCode', parts.region, about.regionCode],
    ['case.fondsCode', parts.fonds, about.fondsCode],
    ['case.itemBaseCode', parts.item, itemCodes.find((item) => item === parts.item) ?? about.itemBaseCode],
    ['case.year', parts.year, about.year],
    ['case.retentionPeriod', parts.retention, about.retentionPeriod],
  ]
}

function totalDifferences({ case: about, explanation, documents }: RecordMetadata): Comparison[] {
  const count = String(documents.length)
  const bytes = String(documents.reduce((sum, document) => sum + Number(document.bytes), 0))
  return [
    ['case.documentCount', count, about.documentCount],
    ['explanation.documentCount', count, explanation.documentCount],
    ['explanation.totalBytes', bytes, explanation.totalBytes],
  ]
}

function difference(profile: Profile, element: string, expected = nothing, found = nothing): ElementFault[] {
  const [file = '', key = ''] = element.split('.')
  const rules = file === 'case' ? caseRules(profile) : profile.files.explanation.elements
  return expected === found ? [] : [{ element, title: titleOf(rules, key), expected, found }]
}

function chronologyFaults(profile: Profile, { case: about }: RecordMetadata): ElementFault[] {
  const values: Readonly<Record<string, unknown>> = about
  return profile.chronology.flatMap((keys) => {
    const times = keys.flatMap((key) => {
      const time = values[key]
      return typeof time === 'string' ? [{ key, time }] : []
    })
    return times.flatMap(({ key, time }, i): ElementFault[] => {
      const before = times[i - 1]
      if (before === undefined || time >= before.time) return []
      const title = titleOf(caseRules(profile), key)
      return [{ element: `case.${key}`, title, expected: `≥ ${before.time} (case.${before.key})`, found: time }]
    })
  })
}
