import { join } from 'node:path'
import { messageOf } from '#archive-schema/caught-error.ts'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { type Manifest, parseManifest } from '#archive-schema/evidence/manifest.ts'
import type { Trust } from '#archive-schema/evidence/trust.ts'
import { type CatalogueRow, parseCatalogue } from '#archive-schema/offline-media/catalogue-file.ts'
import type { Medium } from '#archive-schema/offline-media/medium.ts'
import { mediumNames } from '#archive-schema/offline-media/medium-layout.ts'
import type { MediumFault } from '#archive-schema/offline-media/medium-test.ts'
import { readExportedFolder } from '../../verifier/exported-folder.ts'
import { verifyRecord } from '../../verifier/verify-record.ts'
import { differenceOf, filePlaces, readRegular } from './medium-files.ts'

/** Whom to believe, and when it is. */
type Judging = { readonly trust: Trust; readonly now: Date }

/**
 * What is wrong with a medium that lies at `folder`: its lists against those that were registered, its files against the lists, and
 * of the 件 in `sample` every byte and the evidence.
 */
export async function mediumFaults(
  { trust, now }: Judging,
  medium: Medium,
  folder: string,
  sample: readonly string[],
): Promise<MediumFault[]> {
  const lists = await readLists(medium, folder)
  if ('fault' in lists) return [lists.fault]
  const { manifest, catalogue } = lists
  const places = await filePlaces(folder)
  const rows = catalogue.filter(({ number }) => sample.includes(number))
  const lost = sample.filter((number) => !rows.some((row) => row.number === number))
  return [
    ...placeFaults(manifest, places),
    ...lost.map((path) => ({ kind: 'register', path, detail: `it is not in ${mediumNames.catalogue}` }) as const),
    ...(await byteFaults(manifest, places, folder, rows)),
    ...(await recordFaults({ trust, now }, folder, rows)),
  ]
}

/** The lists of the medium; a fault where they are not those that were registered. */
async function readLists(
  { manifests }: Medium,
  folder: string,
): Promise<{ readonly manifest: Manifest; readonly catalogue: CatalogueRow[] } | { readonly fault: MediumFault }> {
  const path = mediumNames.manifests.sha256
  try {
    const bytes = await readRegular(join(folder, path))
    if (digestHex('sha256', bytes) !== manifests.sha256)
      return { fault: { kind: 'register', path, detail: 'it is not the manifest that was registered' } }
    const manifest = parseManifest(path, bytes)
    const catalogue = await readRegular(join(folder, mediumNames.catalogue))
    const listed = manifest.find((line) => line.path === mediumNames.catalogue)?.digest
    if (digestHex('sha256', catalogue) !== listed)
      return { fault: { kind: 'changed', path: mediumNames.catalogue, detail: 'other bytes than listed' } }
    return { manifest, catalogue: parseCatalogue(catalogue) }
  } catch (error) {
    return { fault: { kind: 'missing', path, detail: messageOf(error) } }
  }
}

function placeFaults(manifest: Manifest, places: ReadonlySet<string>): MediumFault[] {
  const listed = new Set<string>([...manifest.map(({ path }) => path), ...Object.values(mediumNames.manifests)])
  const missing = [...listed].filter((path) => !places.has(path))
  const surplus = [...places].filter((path) => !listed.has(path))
  return [
    ...missing.map((path) => ({ kind: 'missing', path, detail: 'it cannot be found' }) as const),
    ...surplus.map((path) => ({ kind: 'surplus', path, detail: 'it is on no list' }) as const),
  ]
}

/** Of the sample, and of all that is shared, every byte. */
async function byteFaults(
  manifest: Manifest,
  places: ReadonlySet<string>,
  folder: string,
  rows: readonly CatalogueRow[],
): Promise<MediumFault[]> {
  const isRead = (path: string) =>
    !path.startsWith(`${mediumNames.records}/`) || rows.some((row) => path.startsWith(`${row.folder}/`))
  const faults: MediumFault[] = []
  for (const { path, digest } of manifest) {
    if (!isRead(path) || !places.has(path)) continue
    const detail = await differenceOf(join(folder, path), digest)
    if (detail !== undefined) faults.push({ kind: 'changed', path, detail })
  }
  return faults
}

async function recordFaults({ trust, now }: Judging, folder: string, rows: readonly CatalogueRow[]) {
  const faults: MediumFault[] = []
  for (const { number, folder: place } of rows) {
    const report = await verifyRecord(await readExportedFolder(join(folder, place)), trust, now)
    const wrong = report.steps.filter(({ ok }) => !ok).map(({ step, detail }) => `${step}: ${detail}`)
    if (report.number !== number) wrong.push(`it is ${report.number ?? 'no record'}`)
    if (wrong.length > 0) faults.push({ kind: 'unverified', path: number, detail: wrong.join('; ') })
  }
  return faults
}
