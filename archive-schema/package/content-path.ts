import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { MaterialClass } from '#archive-schema/case-file/case-file.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** 归档文件夹: what a class of files is called in the package. */
export function folderName(profile: Profile, folder: MaterialClass): string {
  const known = profile.folders.find((candidate) => candidate.class === folder)
  if (known !== undefined) return known.name
  throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'profile.folders', found: `no folder for ${folder}` })
}

/** Path of a content file below the root folder, e.g. `申报文件/0001_申请表.pdf`. */
export function contentPath(profile: Profile, folder: MaterialClass, name: string): string {
  return `${folderName(profile, folder)}/${name}`
}
