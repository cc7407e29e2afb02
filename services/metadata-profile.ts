import { readFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { fz2021Proxy } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { parseProfile } from '#archive-schema/profiles/parse-profile.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { Catalogue } from '#storage/catalogue/catalogue.ts'
import { anyRecordProfile } from '#storage/catalogue/records.ts'

/** 元数据方案 of an archive: that of the file, else the one that comes with the product. Throws `CONFIGURATION_INVALID`. */
export async function readMetadataProfile(file: string | undefined): Promise<Profile> {
  if (file === undefined) return fz2021Proxy
  return parseProfile(await readJson(file))
}

/**
 * An archive keeps to one profile: records are read by the one that they were written by.
 * Throws `CONFIGURATION_INVALID` where there are records of another.
 */
export async function requireProfileOfRecords({ pool }: Catalogue, { id, version }: Profile): Promise<void> {
  const found = await anyRecordProfile(pool)
  if (found === undefined || (found.id === id && found.version === version)) return
  throw new ArchiveError({
    code: 'CONFIGURATION_INVALID',
    field: 'METADATA_PROFILE',
    found: `${id} ${version} ≠ ${found.id} ${found.version}（已有档案的方案 profile of the records）`,
  })
}

async function readJson(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'METADATA_PROFILE', found }, { cause: error })
  }
}
