import type { Profile } from '#archive-schema/profiles/profile.ts'
import type { CurrentDescription } from '#pipelines/redescription/current-description.ts'

/** The newest description of a record and every change that led to it, for people and programs. */
export function showDescription(profile: Profile, { version, description, corrections }: CurrentDescription) {
  return {
    version,
    elements: profile.description.elements.flatMap(({ key, title }) => {
      const value = description[key]
      return value === undefined ? [] : [{ element: key, title, value }]
    }),
    history: corrections.map(({ version, at, by, reason, changes }) => ({
      version,
      at: at.toISOString(),
      by,
      reason,
      changes,
    })),
  }
}

/** What `showDescription` gives. */
export type ShownDescription = ReturnType<typeof showDescription>
