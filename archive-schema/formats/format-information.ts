import type { ContentFormat } from './content-format.ts'

/**
 * 格式信息 (DA/T 46-2009 M47) in one of its two forms: by the registry where the format is registered, else by name, version and
 * media type. `undefined` where the bytes tell no version: the form has no way to leave it out.
 */
export function formatInformation({ id, version, pronom, mediaType }: ContentFormat): string | undefined {
  if (pronom !== undefined) return `格式注册系统名称：PRONOM，注册ID：${pronom}`
  if (version === undefined) return undefined
  return `格式名称：${id.toUpperCase()}，格式版本：${version}，MIME媒体类型：${mediaType}`
}
