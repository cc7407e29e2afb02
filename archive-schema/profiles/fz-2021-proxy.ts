import archivalCodes from './fz-2021-proxy/archival-codes.json' with { type: 'json' }
import caseFile from './fz-2021-proxy/case-file.json' with { type: 'json' }
import checksumsFile from './fz-2021-proxy/checksums-file.json' with { type: 'json' }
import description from './fz-2021-proxy/description.json' with { type: 'json' }
import explanationFile from './fz-2021-proxy/explanation-file.json' with { type: 'json' }
import materialsFile from './fz-2021-proxy/materials-file.json' with { type: 'json' }
import processFile from './fz-2021-proxy/process-file.json' with { type: 'json' }
import profile from './fz-2021-proxy/profile.json' with { type: 'json' }
import twins from './fz-2021-proxy/twins.json' with { type: 'json' }
import { parseProfile } from './parse-profile.ts'
import { regionBeginnings } from './region-codes.ts'

/**
 * 政务服务事项电子文件归档 (DA/T 85-2019, GB/T 42727-2023) as restated by the practice of Fuzhou, which was written after it.
 * It stands for the standards until their printed text replaces it.
 */
export const fz2021Proxy = parseProfile({
  ...profile,
  description,
  twins,
  archivalCodes: archivalCodes.templates,
  files: {
    explanation: explanationFile,
    case: { ...caseFile, elements: caseFile.elements.map(withRegions) },
    process: processFile,
    materials: materialsFile,
    checksums: checksumsFile,
  },
})

/** The list of 行政区划 is a file of its own, because it is renewed by itself. */
function withRegions<Rule extends { readonly key: string }>(
  rule: Rule,
): Rule & { readonly beginnings?: readonly string[] } {
  return rule.key === 'regionCode' ? { ...rule, beginnings: regionBeginnings } : rule
}
