import { ArchiveError } from '#archive-schema/archive-error.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
const forbidden = /[\u0000-\u001f\u007f\\]/

/**
 * Refuses (`PATHS_FORM`) a key that not every store can keep as it is: keys are `/`-separated, NFC, without control
 * characters and backslashes, at most 1,024 bytes (the limit of S3); no part is empty, begins with a dot, or is
 * longer than 255 bytes (the limit of file systems).
 */
export function checkObjectKey(key: string): void {
  if (isObjectKey(key)) return
  throw new ArchiveError({ code: 'PATHS_FORM', file: key, field: 'object key', found: JSON.stringify(key) })
}

/** Whether an object can lie under `key` in every store. */
export function isObjectKey(key: string): boolean {
  const isClean = key === key.normalize('NFC') && key.isWellFormed() && !forbidden.test(key)
  return isClean && Buffer.byteLength(key) <= 1024 && key.split('/').every(isCleanPart)
}

function isCleanPart(part: string): boolean {
  return part !== '' && !part.startsWith('.') && Buffer.byteLength(part) <= 255
}
