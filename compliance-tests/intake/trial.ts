import { CaseDraft } from './case-draft.ts'

/** One hand-over that the archive has never seen, and what must become of it. */
export type Trial = {
  /** What was done to a good case. */
  readonly name: string
  /** `archived`, or how the code of the refusal begins: a family such as `PATHS_`, or the whole code. */
  readonly expected: string
  /** What the message must name: the file, the field, or what was found there. */
  readonly names: string
  /** Whether it is a case, however bad: then the refusal is kept. What is no folder and no ZIP is only answered. */
  readonly isCase: boolean
  /** Makes the hand-over at a path, a folder or a ZIP, that does not exist yet; resolves to what is handed over. */
  make(path: string): Promise<string>
}

/** A trial of a case folder that is made from the copy of a sample by `change`. */
export function folderTrial(
  name: string,
  sample: string,
  expected: string,
  names: string,
  change: (draft: CaseDraft) => unknown,
): Trial {
  return {
    name: `${name} (${sample})`,
    expected,
    names,
    isCase: true,
    async make(path) {
      const draft = await CaseDraft.of(sample)
      await change(draft)
      await draft.write(path)
      return path
    },
  }
}

/** The same trial on several samples. */
export function folderTrials(
  name: string,
  samples: readonly string[],
  expected: string,
  names: string,
  change: (draft: CaseDraft) => unknown,
): Trial[] {
  return samples.map((sample) => folderTrial(name, sample, expected, names, change))
}
