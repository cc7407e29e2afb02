import { Buffer } from 'node:buffer'
import type { Fixity } from '#archive-schema/fixity.ts'
import { demandOfEvidence } from './demand.ts'
import type { DigestAlgorithm } from './digest.ts'
import { collisionKey, comparePaths, pathFault } from './path-rules.ts'

/** A file of a package and what its bytes are. */
export type PackageFile = { readonly path: string; readonly fixity: Fixity }

/** 清单 (manifest): every file of a package with one digest, in the byte order of the paths. */
export type Manifest = readonly ManifestLine[]
export type ManifestLine = { readonly path: string; readonly digest: string }

const lineForm = /^([0-9a-f]{64}) {2}(.+)$/s
const maxManifestBytes = 128 * 1024 * 1024

/** Name of the manifest among the evidence files. */
export function manifestName(algorithm: DigestAlgorithm): string {
  return `manifest-${algorithm}.txt`
}

/** The manifest of these files, in whatever order they come. Throws `EVIDENCE_INVALID` for paths that break the rules. */
export function buildManifest(algorithm: DigestAlgorithm, files: readonly PackageFile[]): Manifest {
  const manifest = files
    .map((file) => ({ path: file.path, digest: file.fixity[algorithm] }))
    .sort((one, other) => comparePaths(one.path, other.path))
  demandManifestForm(manifest, manifestName(algorithm))
  return manifest
}

/** Bytes of a manifest, one line a file: 64 hexadecimal digits, two spaces, path, LF: what `sha256sum -c --strict` reads. */
export function formatManifest(manifest: Manifest): Uint8Array {
  return Buffer.from(manifest.map((line) => `${line.digest}  ${line.path}\n`).join(''))
}

/**
 * Reads `bytes` if they are exactly what `formatManifest` writes: UTF-8 without BOM, LF only, allowed paths, sorted, none
 * twice. Throws `EVIDENCE_INVALID`, naming `file`.
 */
export function parseManifest(file: string, bytes: Uint8Array): Manifest {
  demandOfEvidence(bytes.length <= maxManifestBytes, file, `it is over ${maxManifestBytes} bytes long`)
  const lines = decodeText(file, bytes).split('\n')
  demandOfEvidence(lines.pop() === '', file, 'the last line does not end with LF')
  const manifest = lines.map((line, index) => parseLine(file, line, index + 1))
  demandManifestForm(manifest, file)
  return manifest
}

function decodeText(file: string, bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('utf8')
  demandOfEvidence(Buffer.from(text).equals(bytes), file, 'it is not UTF-8')
  return text
}

function parseLine(file: string, line: string, number: number): ManifestLine {
  const [, digest, path] = lineForm.exec(line) ?? []
  demandOfEvidence(digest !== undefined && path !== undefined, file, `line ${number} is not "<64 hex>  <path>"`)
  return { digest, path }
}

function demandManifestForm(manifest: Manifest, file: string): void {
  demandOfEvidence(manifest.length > 0, file, 'it names no file')
  const keys = new Map<string, string>()
  const folders = new Set<string>()
  let previous: string | undefined
  for (const { path, digest } of manifest) {
    const fault = /^[0-9a-f]{64}$/.test(digest) ? pathFault(path) : 'the digest is not 64 lower-case hexadecimal digits'
    demandOfEvidence(fault === undefined, file, `${path}: ${fault}`)
    const sorted = previous === undefined || comparePaths(previous, path) <= 0
    demandOfEvidence(sorted, file, `${path} stands after ${previous}: lines are not in byte order`)
    const twin = keys.get(collisionKey(path))
    demandOfEvidence(twin === undefined, file, `${path} and ${twin} are the same or differ in letter case only`)
    keys.set(collisionKey(path), path)
    for (const folder of foldersAbove(path)) folders.add(collisionKey(folder))
    previous = path
  }
  for (const folder of folders) {
    demandOfEvidence(!keys.has(folder), file, `${keys.get(folder)} is both a file and a folder`)
  }
}

/** Every folder that must exist for `path`, outermost first: `a/b/c` lies in `a` and `a/b`. */
export function foldersAbove(path: string): readonly string[] {
  const components = path.split('/')
  return components.slice(1).map((_, index) => components.slice(0, index + 1).join('/'))
}
