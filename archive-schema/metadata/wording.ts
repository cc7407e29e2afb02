import type { Profile } from '#archive-schema/profiles/profile.ts'

/** 是 or 否 in the words of the profile; unknown stays unknown. */
export function yesOrNo({ terms }: Profile, value: boolean | undefined): string | undefined {
  if (value === undefined) return undefined
  return value ? terms.yes : terms.no
}

/** A number as it stands in the metadata: decimal, without leading zeros. */
export function decimal(value: number | undefined): string | undefined {
  return value?.toString()
}

/** The list, unless it is empty: metadata hold no empty lists. */
export function unlessEmpty<Item>(list: readonly Item[] | undefined): readonly Item[] | undefined {
  return list?.length === 0 ? undefined : list
}

/** 数字摘要 in the words of the profile, SHA-256 first. */
export function digestGroups({ terms }: Profile, digests: { readonly sha256: string; readonly sm3: string }) {
  return [
    { algorithm: terms.sha256, value: digests.sha256 },
    { algorithm: terms.sm3, value: digests.sm3 },
  ]
}
