import type { Fault } from '#archive-schema/fault.ts'
import { jsonNodes, property } from './json-nodes.ts'
import { pathLength } from './material-file.ts'

/** A content file as `case.json` lists it, before anything is known to be right. */
type Listing = { readonly field: string; readonly path: string; readonly isEmpty: boolean }

/** SHA-256 of no bytes. */
const digestOfNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/**
 * What is wrong with a content path, if anything: `PATHS_ABSOLUTE`, `PATHS_TRAVERSAL`, or `PATHS_FORM` with the reason.
 * Paths are relative, below `files/`, joined by `/`, in Unicode form NFC; their names are the same on every system, and
 * read as they are written.
 */
export function contentPathFault(path: string, field?: string): Fault | undefined {
  const where = field === undefined ? { file: path } : { file: path, field }
  if (/^(?:[/\\]|[A-Za-z][A-Za-z0-9+.-]*:)/.test(path)) return { code: 'PATHS_ABSOLUTE', ...where }
  const steps = path.split(/[/\\]/)
  if (steps.includes('.') || steps.includes('..')) return { code: 'PATHS_TRAVERSAL', ...where }
  const found = formFault(path, steps)
  return found === undefined ? undefined : { code: 'PATHS_FORM', ...where, found }
}

/** Two paths of one folded form are the same file on some file system: Unicode form and letter case are taken away. */
export function foldedPath(path: string): string {
  // Upper case first: it spells out what has no single lower-case partner, such as ß and SS.
  return path.normalize('NFC').toUpperCase().toLowerCase().normalize('NFC')
}

/** Every fault of the listed files that lies in a path or in an empty file, whatever else may be wrong. */
export function listingFaults(json: unknown): Fault[] {
  const listings = listingsOf(json)
  return [
    ...listings.flatMap(({ path, field }) => contentPathFault(path, `${field}.path`) ?? []),
    ...collisions(listings),
    ...listings
      .filter(({ isEmpty }) => isEmpty)
      .map(({ path, field }): Fault => ({ code: 'FORMATS_EMPTY', file: path, field: `${field}.bytes` })),
  ]
}

function listingsOf(json: unknown): Listing[] {
  const listings: Listing[] = []
  for (const { field, value } of jsonNodes(property(json, 'materials'))) {
    const path = property(value, 'path')
    if (!/^\[\d+\]\.files\[\d+\]$/.test(field) || typeof path !== 'string') continue
    // 0 bytes with the digest of something else is a wrong list, not an empty file.
    const isEmpty = property(value, 'bytes') === 0 && property(value, 'sha256') === digestOfNothing
    listings.push({ field: `materials${field}`, path, isEmpty })
  }
  return listings
}

function collisions(listings: readonly Listing[]): Fault[] {
  const known = new Map<string, string>()
  const faults: Fault[] = []
  for (const { path, field } of listings) {
    const other = known.get(foldedPath(path))
    if (other === undefined) known.set(foldedPath(path), path)
    else faults.push({ code: 'PATHS_COLLISION', file: path, field: `${field}.path`, found: other })
  }
  return faults
}

function formFault(path: string, steps: readonly string[]): string | undefined {
  const length = [...path].length
  if (steps[0] !== 'files' || steps.length < 2) return '不在 files/ 之下 / not below files/'
  if (path.includes('\\')) return '含“\\” / holds "\\"'
  if (steps.includes('')) return '含空的目录名或文件名 / holds an empty name'
  if (/[\p{Cc}\p{Cs}\p{Bidi_Control}\p{Zl}\p{Zp}]/u.test(path)) return '含控制字符 / holds control characters'
  if (steps.some((step) => /[. ]$/.test(step))) return '名称以“.”或空格结尾 / a name ends in "." or a blank'
  if (path !== path.normalize('NFC')) return '不是 NFC 编码 / not in Unicode form NFC'
  if (length < pathLength.min || length > pathLength.max) return `${length} > ${pathLength.max}`
  return undefined
}
