import { parseArchivalCode } from '#archive-schema/archival-code.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { groupWith, type UniqueValue, uniqueValues } from '#archive-schema/metadata/unique-values.ts'
import { parseElectronicRecordCode } from '#archive-schema/package/electronic-record-code.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import { identityOf } from '#storage/catalogue/cases.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { givenNumber, missingNumbers } from '#storage/catalogue/numbers.ts'
import { hasRecordOfIdentity, isNumberTaken, type RecordEntry, recordsHolding } from '#storage/catalogue/records.ts'
import { arrangedOf, type CaseInProgress } from '../case-in-progress.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { recordSequence } from '../record-sequence.ts'
import { resultOf } from '../stage.ts'
import type { TakenNumbers } from './inspection-subject.ts'

type NumberTools = Pick<PipelineTools, 'catalogue' | 'profile'>

/** Numbers, identities and values that other records have as well, and serials that were never given. */
export async function takenNumbers(
  progress: CaseInProgress,
  { catalogue, profile }: NumberTools,
  described: RecordMetadata,
): Promise<TakenNumbers> {
  const { number } = resultOf(progress, 'description')
  const { arranged } = arrangedOf(progress)
  const serial = parseElectronicRecordCode(profile, number)?.serial ?? 1
  return {
    number: await isNumberTaken(catalogue.pool, number, progress.id),
    identity: await hasRecordOfIdentity(catalogue.pool, identityOf(arranged.caseFile), progress.id),
    values: await takenValues(progress, catalogue, profile, described),
    gaps: await missingNumbers(catalogue.pool, recordSequence(profile, arranged), serial),
  }
}

async function takenValues(
  progress: CaseInProgress,
  { pool }: Catalogue,
  profile: Profile,
  { case: about }: RecordMetadata,
): Promise<TakenNumbers['values']> {
  const taken: { value: UniqueValue; records: readonly string[] }[] = []
  for (const value of uniqueValues(profile, about)) {
    const records = await recordsHolding(pool, groupWith(profile, value), progress.id)
    if (records.length > 0) taken.push({ value, records })
  }
  return taken
}

/** A record whose 件号 was not given to its case is a gap itself. */
export async function archivalGaps(
  { catalogue: { pool }, profile }: NumberTools,
  record: RecordEntry,
): Promise<number[]> {
  const number = parseArchivalCode(profile, record.archivalCode)?.number ?? 0
  const given = await givenNumber(pool, 'archival-code', record.caseId)
  return given?.number === number ? missingNumbers(pool, given, number) : [number]
}
