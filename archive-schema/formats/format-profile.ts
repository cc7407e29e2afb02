import { z } from 'zod'
import profile from '#archive-schema/profiles/formats.json' with { type: 'json' }
import { parseSignature } from './signature.ts'

/** Entries by which a format that lives in a ZIP is known. */
const zipEntriesSchema = z.union([
  z.strictObject({ anyOf: z.array(z.string()).min(1) }),
  z.strictObject({ allOf: z.array(z.string()).min(1) }),
])

const formatSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['document', 'office', 'image', 'audio', 'video', 'data', 'text', 'archive', 'program']),
  mediaType: z.string(),
  mediaTypeAliases: z.array(z.string()),
  extensions: z.array(z.string()).min(1),
  pronom: z.string().exactOptional(),
  pronomByVersion: z.record(z.string(), z.string()).exactOptional(),
  /** The signatures are too short to be believed when the beginning of the file reads as text. */
  neverText: z.boolean().exactOptional(),
  signatures: z.array(z.string().transform(parseSignature)).exactOptional(),
  zipEntries: zipEntriesSchema.exactOptional(),
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
  unspecificMediaTypes: z.array(z.string()),
  formats: z.array(formatSchema).min(1),
})

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
