import { z } from 'zod'
import profile from '#archive-schema/profiles/formats.json' with { type: 'json' }
import { parseSignature } from './signature.ts'

/** Entries by which a format that lives in a ZIP is known. */
const zipEntriesSchema = z.union([
  z.strictObject({ anyOf: z.array(z.string()).min(1) }),
  z.strictObject({ allOf: z.array(z.string()).min(1) }),
])

/** An entry inside a ZIP whose text tells the format. */
const zipContainsSchema = z.strictObject({ entry: z.string(), pattern: z.string().transform(binaryPattern) })

/** 格式版本 (one version of a format) with its PRONOM identifier: all patterns and one of the signatures must be there. */
const versionSchema = z.strictObject({
  version: z.string().exactOptional(),
  pronom: z.string(),
  signatures: z.array(z.string().transform(parseSignature)).exactOptional(),
  /** Looked for in the text that tells the version; one character a byte. */
  patterns: z.array(z.string().transform(binaryPattern)).exactOptional(),
})

const formatSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['document', 'office', 'image', 'audio', 'video', 'data', 'text', 'archive', 'program']),
  mediaType: z.string(),
  mediaTypeAliases: z.array(z.string()),
  extensions: z.array(z.string()).min(1),
  pronom: z.string().exactOptional(),
  /** Tried in order; a file of none of them has the identifier of the format itself. */
  versions: z.array(versionSchema).min(1).exactOptional(),
  /** PRONOM identifiers of special forms that are told as this format only. */
  generalOf: z.array(z.string()).exactOptional(),
  /** The signatures are too short to be believed when the beginning of the file reads as text. */
  neverText: z.boolean().exactOptional(),
  signatures: z.array(z.string().transform(parseSignature)).exactOptional(),
  zipEntries: zipEntriesSchema.exactOptional(),
  zipContains: z.array(zipContainsSchema).min(1).exactOptional(),
  /** What the text of a textual format begins with. */
  opening: z
    .string()
    .transform((pattern) => new RegExp(pattern, 'iu'))
    .exactOptional(),
  /** Text that only its extension tells apart from other text. */
  byExtension: z.boolean().exactOptional(),
  accepted: z.boolean(),
  reason: z.string(),
  source: z.string(),
  confidence: z.enum(['high', 'medium', 'low']),
})

const profileSchema = z.strictObject({
  profile: z.string(),
  version: z.string(),
  note: z.string(),
  /** Where the PRONOM identifiers and signatures come from. */
  pronom: z.strictObject({ source: z.string(), licence: z.string(), note: z.string() }),
  unspecificMediaTypes: z.array(z.string()),
  formats: z.array(formatSchema).min(1),
})

export type FormatVersion = Readonly<z.infer<typeof versionSchema>>

/** 文件格式条目 (one format of the profile): how it is known, what it is called, and whether it is an archival format. */
export type FormatEntry = Readonly<z.infer<typeof formatSchema>>

/** 归档格式表 (formats profile): the first format that fits is taken, so the order is part of the profile. */
export const formatProfile: Readonly<z.infer<typeof profileSchema>> = profileSchema.parse(profile)

/** The entry of a format that the code speaks of by name. Throws a plain `Error` when the profile lacks it. */
export function formatEntry(id: string): FormatEntry {
  const entry = formatProfile.formats.find((format) => format.id === id)
  if (entry === undefined) throw new Error(`the formats profile has no ${id}`)
  return entry
}

function binaryPattern(pattern: string): RegExp {
  return new RegExp(pattern, 's')
}
