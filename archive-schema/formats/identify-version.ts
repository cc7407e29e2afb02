import type { FormatEntry, FormatVersion } from './format-profile.ts'
import { carriesSignature } from './signature.ts'

/** How many bytes of the beginning, and as many of the end, tell the version of a format. */
export const versionWindowBytes = 65_536

/** What tells the version: the first bytes, and the text in which patterns are sought, one character a byte. */
export type VersionSample = { readonly head: Uint8Array; readonly text: string }

/** 版本识别 (version identification): the first version of the format that fits; `undefined` if none does. */
export function identifyVersion(format: FormatEntry, { head, text }: VersionSample): FormatVersion | undefined {
  return format.versions?.find(
    ({ signatures, patterns = [] }) =>
      (signatures === undefined || signatures.some((signature) => carriesSignature(head, signature))) &&
      patterns.every((pattern) => pattern.test(text)),
  )
}

/** The version that has this name in the profile. */
export function namedVersion(format: FormatEntry, name: string): FormatVersion | undefined {
  return format.versions?.find(({ version }) => version === name)
}
