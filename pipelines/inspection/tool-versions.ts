import { createRequire } from 'node:module'
import { versions } from 'node:process'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import { software } from '../software.ts'

const { version: xml2js } = createRequire(import.meta.url)('xml2js/package.json') as { version: string }

/** Versions of the tools that checks name. A tool that asks another program tells its version itself. */
const toolVersions: Readonly<Record<string, string>> = {
  guidang: software.version,
  'node:crypto': `Node ${versions.node}, OpenSSL ${versions.openssl}`,
  xml2js,
}

/** Evidence with the version of the tool that gave it, where the tool is one of ours. */
export function withToolVersion(evidence: CheckEvidence): CheckEvidence {
  const version = evidence.version ?? toolVersions[evidence.tool ?? '']
  return version === undefined ? evidence : { ...evidence, version }
}
