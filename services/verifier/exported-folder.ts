import { constants } from 'node:fs'
import { type FileHandle, open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { hasErrorCode } from '#archive-schema/caught-error.ts'
import { collect } from '#archive-schema/content-reader.ts'
import type { FileUnderTest, RecordUnderTest } from './record-under-test.ts'

/** Longest evidence file that is read; one byte more is read of a longer one, which its parser then refuses. */
const maxEvidenceBytes = 128 * 1024 * 1024
const chunkBytes = 1024 * 1024

/** What lies in a folder and below: nothing is followed, nothing is opened. */
type Tree = {
  readonly files: readonly string[]
  readonly folders: readonly string[]
  readonly irregular: readonly string[]
}

/**
 * An exported record: `folder/package/<number>/…` and `folder/evidence/…`. Links are never followed, special files never
 * opened. A folder that is not there counts as empty.
 */
export async function readExportedFolder(folder: string): Promise<RecordUnderTest> {
  const packageFolder = join(folder, 'package')
  const evidenceFolder = join(folder, 'evidence')
  const roots = await listNames(packageFolder)
  const content = await walk(packageFolder, '')
  const evidence = await walk(evidenceFolder, '')
  const inRoot = (path: string) => path.slice(path.indexOf('/') + 1)
  return {
    roots,
    files: content.files.map((path) => fileUnderTest(inRoot(path), join(packageFolder, path))),
    folders: content.folders.filter((path) => path.includes('/')).map(inRoot),
    irregular: [
      ...content.irregular.map((path) => `package/${path}`),
      ...[...evidence.irregular, ...evidence.folders].map((path) => `evidence/${path}`),
    ],
    evidence: await readFiles(evidenceFolder, evidence.files),
  }
}

/** The files of a trust folder by their paths. Links and special files are left out: nothing they say is believed. */
export async function readTrustFolder(folder: string): Promise<ReadonlyMap<string, Uint8Array>> {
  const { files } = await walk(folder, '')
  return readFiles(folder, files)
}

async function readFiles(folder: string, paths: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>()
  for (const path of paths) files.set(path, await readStart(join(folder, path)))
  return files
}

async function walk(top: string, below: string): Promise<Tree> {
  const files: string[] = []
  const folders: string[] = []
  const irregular: string[] = []
  for (const entry of await listEntries(join(top, below))) {
    const path = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isFile()) files.push(path)
    else if (entry.isDirectory()) {
      const inner = await walk(top, path)
      folders.push(path, ...inner.folders)
      files.push(...inner.files)
      irregular.push(...inner.irregular)
    } else irregular.push(path)
  }
  return { files, folders, irregular }
}

async function listEntries(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (error) {
    if (hasErrorCode(error, 'ENOENT')) return []
    throw error
  }
}

async function listNames(folder: string): Promise<readonly string[]> {
  return (await listEntries(folder)).map((entry) => entry.name)
}

function fileUnderTest(path: string, place: string): FileUnderTest {
  return {
    path,
    content: {
      stream: async function* stream() {
        const file = await openRegular(place)
        yield* file.createReadStream({ highWaterMark: chunkBytes })
      },
    },
  }
}

async function readStart(path: string): Promise<Uint8Array> {
  const file = await openRegular(path)
  return collect(file.createReadStream({ end: maxEvidenceBytes }))
}

/** Opens what was a regular file when the folder was listed: a link put there since then is refused, a pipe does not block. */
async function openRegular(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
}
