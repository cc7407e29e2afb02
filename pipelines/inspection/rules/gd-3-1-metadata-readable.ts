import type { Attempt } from '#archive-schema/attempt.ts'
import { metadataFileKeys } from '#archive-schema/profiles/profile.ts'
import { type Check, judge } from '../check.ts'
import { refusalFault } from '../content-refusals.ts'

/** GD-3-1 信息包中元数据可读性检测: every metadata file of the package is there and can be read by the metadata profile. */
export const metadataReadable: Check = {
  rule: 'GD-3-1',
  check({ subject: { metadataProfile }, packaged }) {
    const parts: readonly Attempt<unknown>[] = [packaged.metadata, packaged.materials, packaged.checksums]
    // A package that cannot be opened is one refusal, not three.
    const refusals = new Set(parts.flatMap((part) => ('refusal' in part ? [part.refusal] : [])))
    const faults = [...refusals].map((refusal) => refusalFault('信息包', refusal))
    const names = metadataFileKeys.map((key) => metadataProfile.files[key].name)
    return judge(faults, { location: names.join('、'), found: '可以解析', tool: 'xml2js' })
  },
}
