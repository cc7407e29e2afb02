import { text } from 'node:stream/consumers'
import { parseStringPromise } from 'xml2js'
import { z } from 'zod'
import { atStore } from './s3-faults.ts'
import type { S3Place } from './s3-place.ts'

/** One entry of the version list: bytes under a key, or a mark that hides them (delete marker). */
export type S3Version = {
  readonly key: string
  readonly version: string
  readonly bytes: number
  readonly isMarker: boolean
}

const pageSize = 1000

/** `size`: entries a page. `after`: only what comes after this key. */
export type ListOptions = { readonly size?: number; readonly after?: string | undefined }

/**
 * Every version and delete marker whose key starts with `prefix`: by key in byte order, the newest of a key first.
 * The client's own list is not used: beyond one page it fails on some servers for keys with `/` or Chinese.
 */
export async function* listVersions(
  place: S3Place,
  prefix: string,
  { size = pageSize, after }: ListOptions = {},
): AsyncGenerator<S3Version> {
  let marker: PageMarker | undefined = after === undefined ? undefined : { key: after }
  do {
    const page = await atStore(() => readPage(place, prefix, size, marker))
    yield* page.versions
    marker = page.next
  } while (marker !== undefined)
}

/** Every version and delete marker of one key, the newest first. */
export async function versionsOf(place: S3Place, key: string): Promise<S3Version[]> {
  const found: S3Version[] = []
  // A key sorts before every longer key that begins with it: the first entries are its own.
  for await (const version of listVersions(place, key, { size: 10 })) {
    if (version.key !== key) break
    found.push(version)
  }
  return found
}

/** Where a list goes on: after a version of a key, or after all of the key's. */
type PageMarker = { readonly key: string; readonly version?: string }

const textOf = z
  .array(z.string())
  .length(1)
  .transform(([only]) => only ?? '')
const entry = z.object({
  '#name': z.string(),
  Key: textOf.optional(),
  VersionId: textOf.optional(),
  Size: textOf.optional(),
})
const answer = z.object({
  ListVersionsResult: z.object({
    IsTruncated: textOf,
    NextKeyMarker: textOf.optional(),
    NextVersionIdMarker: textOf.optional(),
    $$: z.array(entry),
  }),
})

async function readPage(place: S3Place, prefix: string, size: number, after: PageMarker | undefined) {
  const query = new Map([
    ['max-keys', String(size)],
    ['prefix', prefix],
    ...(after === undefined ? [] : [['key-marker', after.key] as const]),
    ...(after?.version === undefined ? [] : [['version-id-marker', after.version] as const]),
  ])
  const response = await place.client.makeRequestAsync({
    method: 'GET',
    bucketName: place.bucket,
    query: ['versions', ...[...query].map(([name, value]) => `${name}=${escapeQuery(value)}`)].join('&'),
  })
  return parsePage(await text(response))
}

/** Reads one page of an S3 ListObjectVersions answer. Throws when it is not one. */
export async function parsePage(xml: string): Promise<{ versions: S3Version[]; next: PageMarker | undefined }> {
  // Versions and markers alternate; only the order of all children tells which of them is newer.
  const parsed: unknown = await parseStringPromise(xml, { explicitChildren: true, preserveChildrenOrder: true })
  const { IsTruncated, NextKeyMarker, NextVersionIdMarker, $$ } = answer.parse(parsed).ListVersionsResult
  const versions = $$.filter((child) => child['#name'] === 'Version' || child['#name'] === 'DeleteMarker').map(
    toVersion,
  )
  if (IsTruncated !== 'true') return { versions, next: undefined }
  if (!NextKeyMarker || !NextVersionIdMarker) throw new Error('the version list does not say where it goes on')
  return { versions, next: { key: NextKeyMarker, version: NextVersionIdMarker } }
}

function toVersion(child: z.infer<typeof entry>): S3Version {
  const isMarker = child['#name'] === 'DeleteMarker'
  const bytes = isMarker ? 0 : Number(child.Size)
  if (!child.Key || !child.VersionId || !Number.isSafeInteger(bytes))
    throw new Error('the version list has a bad entry')
  return { key: child.Key, version: child.VersionId, bytes, isMarker }
}

/** RFC 3986: signatures are computed over this form. */
function escapeQuery(value: string): string {
  return encodeURIComponent(value).replaceAll(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}
