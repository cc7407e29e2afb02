import { basename, resolve } from 'node:path'
import { mediaRules } from '#archive-schema/offline-media/media-rules.ts'
import type { MediumTest } from '#archive-schema/offline-media/medium-test.ts'
import { mediumTestText } from '#archive-schema/offline-media/medium-text.ts'
import { chooseSample } from '#archive-schema/offline-media/read-sample.ts'
import { insertMediumTest, recordsOfMedium, requireMedium } from '#storage/catalogue/offline-media.ts'
import type { Archive } from '../../open-archive.ts'
import { mediumFaults } from './medium-faults.ts'

/**
 * 抽检 (DA/T 94-2022 10.3.5): tests a medium where it lies, at `folder`, whose name is its 载体标识. Its lists must be those of the
 * register, its files those of the lists and no others; a sample of its 件 is read whole and verified with the trust of this archive.
 * What is wrong stands in the test, which is registered and entered in the ledger. Throws `MEDIUM_NOT_FOUND`.
 */
export async function testMedium(
  archive: Archive,
  folder: string,
  options: { readonly by: string; readonly share?: number },
): Promise<MediumTest> {
  const { pool } = archive.catalogue
  const medium = await requireMedium(pool, basename(resolve(folder)))
  const testedAt = archive.now()
  const known = await recordsOfMedium(pool, medium.id)
  const tested = new Set(known.filter(({ isTested }) => isTested).map(({ number }) => number))
  const numbers = known.map(({ number }) => number)
  const seed = `${medium.id} ${testedAt.toISOString()}`
  const sample = chooseSample(numbers, tested, options.share ?? mediaRules.sampleShare, seed)
  const faults = await mediumFaults({ trust: archive.signer.trust, now: testedAt }, medium, folder, sample)
  const test = { medium: medium.id, testedAt, testedBy: options.by, sample, faults }
  await archive.ledger.enter('audit', mediumTestText(test), (transaction) => insertMediumTest(transaction, test))
  return test
}
