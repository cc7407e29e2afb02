import type { Check } from './check.ts'
import { preservedState } from './rules/bc-1-5-preserved-state.ts'
import { fixity } from './rules/gd-1-1-fixity.ts'
import { elementLength } from './rules/gd-1-2-element-length.ts'
import { elementForm } from './rules/gd-1-3-element-form.ts'
import { valueList } from './rules/gd-1-4-value-list.ts'
import { plausibility } from './rules/gd-1-5-plausibility.ts'
import { specialCharacters } from './rules/gd-1-6-special-characters.ts'
import { numbering } from './rules/gd-1-7-numbering.ts'
import { duplicates } from './rules/gd-1-8-duplicates.ts'
import { electronicAttributes } from './rules/gd-1-10-electronic-attributes.ts'
import { metadataLinksContent } from './rules/gd-1-11-metadata-links-content.ts'
import { explanationAndList } from './rules/gd-1-12-explanation-and-list.ts'
import { packageTree } from './rules/gd-1-13-package-tree.ts'
import { packageIdentity } from './rules/gd-1-14-package-identity.ts'
import { registeredCount } from './rules/gd-2-1-registered-count.ts'
import { registeredBytes } from './rules/gd-2-2-registered-bytes.ts'
import { elementsPresent } from './rules/gd-2-3-elements-present.ts'
import { mandatoryElements } from './rules/gd-2-4-mandatory-elements.ts'
import { processInformation } from './rules/gd-2-5-process-information.ts'
import { continuity } from './rules/gd-2-6-continuity.ts'
import { contentComplete } from './rules/gd-2-7-content-complete.ts'
import { archiveScope } from './rules/gd-2-9-archive-scope.ts'
import { packageMetadata } from './rules/gd-2-10-package-metadata.ts'
import { packageContent } from './rules/gd-2-11-package-content.ts'
import { metadataReadable } from './rules/gd-3-1-metadata-readable.ts'
import { databaseMetadata } from './rules/gd-3-2-database-metadata.ts'
import { contentFormat } from './rules/gd-3-3-content-format.ts'
import { contentReadable } from './rules/gd-3-4-content-readable.ts'
import { formatCompliance } from './rules/gd-3-8-format-compliance.ts'
import { antivirusPresent } from './rules/gd-4-1-antivirus-present.ts'
import { virusScan } from './rules/gd-4-2-virus-scan.ts'
import { ofdArchiveRules } from './rules/ofd-archive.ts'
import { ofdReview } from './rules/ofd-review.ts'
import { scanColour } from './rules/scan-colour.ts'
import { scanFormat } from './rules/scan-format.ts'
import { scanProof } from './rules/scan-proof.ts'
import { scanResolution } from './rules/scan-resolution.ts'
import { sendingSystem } from './rules/sending-system.ts'

/**
 * 检测方法表 (the checks that this version has). An item of the profile that is not here comes out as
 * `NOT_CHECKED`.
 */
export const inspectionChecks: readonly Check[] = [
  fixity,
  elementLength,
  elementForm,
  valueList,
  plausibility,
  specialCharacters,
  numbering,
  duplicates,
  electronicAttributes,
  metadataLinksContent,
  explanationAndList,
  packageTree,
  packageIdentity,
  registeredCount,
  registeredBytes,
  elementsPresent,
  mandatoryElements,
  processInformation,
  continuity,
  contentComplete,
  archiveScope,
  packageMetadata,
  packageContent,
  metadataReadable,
  databaseMetadata,
  contentFormat,
  contentReadable,
  formatCompliance,
  antivirusPresent,
  virusScan,
  preservedState,
  scanResolution,
  scanProof,
  scanColour,
  scanFormat,
  ofdArchiveRules,
  ofdReview,
  sendingSystem,
]
