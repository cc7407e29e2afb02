import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { dat70Gd } from '#archive-schema/inspection/dat70-gd.ts'
import type { ReportItem } from '#archive-schema/inspection/inspection-report.ts'
import { inspectPackage } from '#pipelines/inspection/inspect-package.ts'
import type { Sample, SampleChange } from '#pipelines/inspection/sealed-sample-trial.ts'
import { readCase, sealSample } from '#pipelines/inspection/sealed-sample-trial.ts'
import { openSigner } from '#storage/keys/open-signer.ts'
import type { CaseDraft } from '../intake/case-draft.ts'

/** Changes what a sealed draft is compared with, by what the draft has become. */
export type DraftChange = (sample: Sample) => SampleChange

/** Inspects drafts of cases as sealed packages, with keys of its own, in a folder that goes with `close`. */
export async function openInspection() {
  const folder = await mkdtemp(join(tmpdir(), 'formats-'))
  const signer = await openSigner({ dataDir: join(folder, 'keys'), algorithm: 'ecdsa-p256', now: new Date() })
  let cases = 0
  return {
    /** The items of these rules, in the order of the rules. */
    async items(
      draft: CaseDraft,
      rules: readonly string[],
      change: DraftChange = () => ({}),
    ): Promise<readonly ReportItem[]> {
      cases += 1
      const place = join(folder, `case-${cases}`)
      await draft.write(place)
      const sample = await readCase(pathToFileURL(`${place}/`))
      const report = await inspectPackage(await sealSample(sample, signer, change(sample)), dat70Gd)
      return rules.flatMap((rule) => report.items.filter((item) => item.rule === rule))
    },
    close: () => rm(folder, { recursive: true }),
  }
}
