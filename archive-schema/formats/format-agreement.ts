import { type FormatEntry, formatProfile } from './format-profile.ts'

/** Extension of a path, lower case and without dot; empty if it has none. */
export function extensionOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const dot = name.lastIndexOf('.')
  return dot <= 0 ? '' : name.slice(dot + 1).toLowerCase()
}

/** Whether a file of this format may carry the extension. */
export function agreesWithExtension(format: FormatEntry, extension: string): boolean {
  return format.extensions.includes(extension)
}

/**
 * Whether a declared media type names this format. Parameters and letter case do not matter, registered and customary
 * aliases count, and a type that says nothing (`application/octet-stream`) disagrees with nothing.
 */
export function agreesWithMediaType(format: FormatEntry, declared: string): boolean {
  const type = (declared.split(';')[0] ?? '').trim().toLowerCase()
  return [format.mediaType, ...format.mediaTypeAliases, ...formatProfile.unspecificMediaTypes].includes(type)
}
