import { collect } from '#archive-schema/content-reader.ts'
import type { RecordUnderTest } from '../record-under-test.ts'
import type { Given, GivenFile } from './dropped-files.ts'

type Files = ReadonlyMap<string, Uint8Array>

/** The parts of an export among what was given; the folder above them may be there or not. */
export type GivenRecord = { readonly record: RecordUnderTest; readonly trust: Files }

const maxSmallBytes = 128 * 2 ** 20

/** Finds package, evidence and trust in what was given. `undefined` where there is no export in it. */
export async function givenRecord({ files, folders }: Given): Promise<GivenRecord | undefined> {
  const above = exportPlace(files)
  if (above === undefined) return undefined
  const inside = (top: string) => within(files, `${above}${top}/`)
  const content = inside('package')
  const contentFolders = folders.flatMap((path) => cut(path, `${above}package/`))
  const roots = new Set(
    [...content.map(({ path }) => path), ...contentFolders].map((path) => path.split('/')[0] ?? path),
  )
  return {
    record: {
      roots: [...roots],
      files: content.map(({ path, stream }) => ({ path: belowRoot(path), content: { stream } })),
      folders: contentFolders.filter((path) => path.includes('/')).map(belowRoot),
      irregular: inside('evidence')
        .filter(({ path }) => path.includes('/'))
        .map(({ path }) => `evidence/${path}`),
      evidence: await readAll(inside('evidence')),
    },
    trust: await readAll(inside('trust')),
  }
}

/** The files of a trust folder that was given by itself. */
export function givenTrust({ files }: Given): Promise<Files> {
  const [first] = files
  const above = first === undefined ? '' : first.path.slice(0, first.path.indexOf('/') + 1)
  return readAll(within(files, above))
}

/** The folder that holds the parts of an export, two of them at least: one that is missing is a fault of the record. */
function exportPlace(files: readonly GivenFile[]): string | undefined {
  const partsOf = new Map<string, Set<string>>()
  for (const { path } of files) {
    const [, place, part] = /^((?:[^/]+\/)?)(package|evidence|trust)\/./.exec(path) ?? []
    if (place === undefined || part === undefined) continue
    partsOf.set(place, (partsOf.get(place) ?? new Set()).add(part))
  }
  return [...partsOf].find(([, parts]) => parts.size >= 2)?.[0]
}

function within(files: readonly GivenFile[], prefix: string): readonly GivenFile[] {
  return files.flatMap((file) => cut(file.path, prefix).map((path) => ({ ...file, path })))
}

function cut(path: string, prefix: string): readonly string[] {
  return path.startsWith(prefix) && path.length > prefix.length ? [path.slice(prefix.length)] : []
}

function belowRoot(path: string): string {
  return path.slice(path.indexOf('/') + 1)
}

async function readAll(files: readonly GivenFile[]): Promise<Files> {
  const read = files.map(async ({ path, stream }) => [path, await readShort(path, stream())] as const)
  return new Map(await Promise.all(read))
}

async function readShort(path: string, stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const bytes = await collect(stream)
  if (bytes.length > maxSmallBytes) throw new Error(`${path} 过大`)
  return bytes
}
