import { Buffer } from 'node:buffer'

const maxComponentBytes = 200
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f]/

/**
 * What is wrong with the path of a file inside a package, in English, or `undefined`. Paths are relative to the package's
 * root folder, `/`-separated, NFC, without control characters, backslash, empty, `.` and `..` components.
 */
export function pathFault(path: string): string | undefined {
  if (path === '') return 'the path is empty'
  if (!path.isWellFormed()) return 'the path is not Unicode text'
  if (controlCharacter.test(path)) return 'the path holds a control character'
  if (path.includes('\\')) return 'the path holds a backslash'
  if (path.normalize('NFC') !== path) return 'the path is not in Unicode form NFC'
  for (const component of path.split('/')) {
    if (component === '') return 'the path is absolute, ends with "/" or holds an empty component'
    if (component === '.' || component === '..') return 'the path holds a component "." or ".."'
    if (Buffer.byteLength(component) > maxComponentBytes) return `a component has more than ${maxComponentBytes} bytes`
  }
  return undefined
}

/**
 * Two paths with the same key cannot both be unpacked on every file system: they differ in letter case or Unicode form only.
 * Lower case before upper case folds what has several lower-case forms (σ and ς) or grows (ß and ss).
 */
export function collisionKey(path: string): string {
  return path.normalize('NFC').toLowerCase().toUpperCase().normalize('NFC')
}

/** Order of paths in a manifest: by their UTF-8 bytes, as `LC_ALL=C sort` does. */
export function comparePaths(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other))
}
