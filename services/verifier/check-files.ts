import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { foldersAbove, manifestName, type PackageFile } from '#archive-schema/evidence/manifest.ts'
import { proofNames } from '#archive-schema/ledger/tlog-proof.ts'
import { stampNames } from '#archive-schema/time-stamp/stamp-names.ts'
import type { Manifests, Readings } from './read-record.ts'
import type { RecordUnderTest } from './record-under-test.ts'

const known: ReadonlySet<string> = new Set(
  [evidenceFileNames, proofNames, stampNames].flatMap((names) => Object.values(names)),
)

/** 步骤 files: one root folder with the statement's name, regular files only, exactly those listed, each with both digests. */
export function checkFiles(record: RecordUnderTest, { statement, manifests, found }: Readings): readonly string[] {
  const id = 'value' in statement ? statement.value.id : undefined
  const place = [...checkRoot(record.roots, id), ...checkPlace(record)]
  if ('refusal' in manifests) return [...place, manifests.refusal.message]
  if ('refusal' in found) return [...place, found.refusal.message]
  return [
    ...place,
    ...checkSamePaths(manifests.value),
    ...checkFolders(record.folders, manifests.value),
    ...digestAlgorithms.flatMap((algorithm) => checkListed(algorithm, manifests.value, found.value)),
  ]
}

function checkRoot(roots: readonly string[], id: string | undefined): readonly string[] {
  const [root, ...more] = roots
  if (root === undefined) return ['there is no unpacked package']
  if (more.length > 0) return [`there is more than one root folder: ${roots.join(', ')}`]
  if (id === undefined) return ['without a statement nothing says how the root folder must be named']
  return root === id ? [] : [`the root folder is named ${root}, not ${id}`]
}

function checkPlace({ irregular, evidence }: RecordUnderTest): readonly string[] {
  const unknown = [...evidence.keys()].filter((name) => !known.has(name))
  return [
    ...irregular.map((path) => `${path} is no regular file`),
    ...unknown.map((name) => `nothing is known of the evidence file ${name}`),
  ]
}

function checkSamePaths({ sha256, sm3 }: Manifests): readonly string[] {
  const isSame = sha256.length === sm3.length && sha256.every((line, index) => line.path === sm3[index]?.path)
  return isSame ? [] : ['the two manifests list different files']
}

function checkFolders(folders: readonly string[], { sha256 }: Manifests): readonly string[] {
  const needed = new Set(sha256.flatMap((line) => foldersAbove(line.path)))
  return folders.filter((folder) => !needed.has(folder)).map((folder) => `the folder ${folder} holds no listed file`)
}

function checkListed(
  algorithm: keyof Manifests,
  manifests: Manifests,
  found: readonly PackageFile[],
): readonly string[] {
  const present = new Map(found.map((file) => [file.path, file.fixity[algorithm]]))
  const listed = new Map(manifests[algorithm].map((line) => [line.path, line.digest]))
  const name = manifestName(algorithm)
  const faults: string[] = []
  for (const [path, digest] of listed) {
    const actual = present.get(path)
    if (actual === undefined) faults.push(`${path} of ${name} is missing`)
    else if (actual !== digest) faults.push(`${path} has another digest than in ${name}`)
  }
  for (const path of present.keys()) if (!listed.has(path)) faults.push(`${path} is not listed in ${name}`)
  return faults
}
