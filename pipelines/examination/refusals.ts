import { ArchiveError } from '#archive-schema/archive-error.ts'

/** 文件损坏 (`FORMATS_DAMAGED`): the structure of the file is not what its format demands. */
export function damaged(file: string, found: string, cause?: unknown): ArchiveError {
  return new ArchiveError({ code: 'FORMATS_DAMAGED', file, found }, { cause })
}

/** 文件加密 (`FORMATS_ENCRYPTED`): the file cannot be read without a secret. */
export function encrypted(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'FORMATS_ENCRYPTED', file, found })
}

/** 活动内容 (`ACTIVE-CONTENT_SCRIPT`): the file does something when it is opened. */
export function active(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'ACTIVE-CONTENT_SCRIPT', file, found })
}

/** 格式不接收 (`FORMATS_UNKNOWN`): the format, or a form of it, is not known or not archival. */
export function unknownFormat(file: string, found: string): ArchiveError {
  return new ArchiveError({ code: 'FORMATS_UNKNOWN', file, found })
}

/** 展开超限 (`LIMITS_EXPANSION`). */
export function expandsTooFar(file: string, found: string, expected: string): ArchiveError {
  return new ArchiveError({ code: 'LIMITS_EXPANSION', file, found, expected })
}
