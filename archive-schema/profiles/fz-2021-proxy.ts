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
    case: caseFile,
    process: processFile,
    materials: materialsFile,
    checksums: checksumsFile,
  },
})
