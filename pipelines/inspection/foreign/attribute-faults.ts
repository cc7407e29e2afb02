import type { CheckEvidence } from '#archive-schema/finding.ts'
import type { DocumentMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { digestGroups } from '#archive-schema/metadata/wording.ts'
import { refusalFault } from '../content-refusals.ts'
import { unlessEqual } from '../differences.ts'
import { type ForeignView, placeOf } from './foreign-view.ts'

/** Where size and digests that the metadata give for a file are not those of its bytes. What they do not give is no fault. */
export function attributeFaults(
  view: ForeignView,
  document: DocumentMetadata,
  index: number,
): readonly CheckEvidence[] {
  const path = placeOf(view, document)
  const measured = view.measured.get(path)
  if (measured === undefined) return []
  if ('refusal' in measured) return [refusalFault(path, measured.refusal)]
  const location = `documents[${index}] ${path}`
  const known = digestGroups(view.profile, measured.value)
  return [
    ...(document.bytes === undefined ? [] : unlessEqual(`${location} 字节数`, document.bytes, measured.value.bytes)),
    ...(document.digests ?? []).flatMap(({ algorithm, value }) => {
      const due = known.find((one) => one.algorithm === algorithm)
      return due === undefined ? [] : unlessEqual(`${location} ${algorithm}`, value?.toLowerCase(), due.value)
    }),
  ]
}
