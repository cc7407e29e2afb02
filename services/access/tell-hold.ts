import type { KeptHold } from '#storage/catalogue/legal-holds.ts'

/** 保全 as it is told: who ordered it and why, and on how many records it is and was. */
export function tellHold({ at, sha256: textSha256, id: hold, ...kept }: KeptHold) {
  return { hold, ...kept, at: at.toISOString(), textSha256 }
}

/** What `tellHold` gives. */
export type ToldHold = ReturnType<typeof tellHold>
