import { chinaDay } from '#archive-schema/finished-cases/archiving-deadline.ts'
import { mediaRules } from '#archive-schema/offline-media/media-rules.ts'
import { dutiesOf, keptUntil, type MediumDuties } from '#archive-schema/offline-media/medium-duties.ts'
import {
  mediaInUse,
  type RegisteredMedium,
  type UncoveredRecord,
  uncoveredRecords,
} from '#storage/catalogue/offline-media.ts'
import type { Archive } from '../../open-archive.ts'

/** A medium and what it asks for. */
export type MediumState = {
  readonly medium: RegisteredMedium
  readonly duties: MediumDuties
  /** Whether a duty is due. */
  readonly isDue: boolean
  /** 旧载体保留至: of one that was rewritten. */
  readonly keptUntil?: string
}

/** 离线载体登记 on a day: the media in use, and what has too few sets. */
export type MediaReport = {
  readonly on: string
  readonly media: readonly MediumState[]
  /** Records with fewer sets than their retention asks for: how many, and the first of them. */
  readonly uncovered: { readonly total: number; readonly first: readonly UncoveredRecord[] }
}

const mostNamed = 100

/** What offline media there are today, and what is to be done with them. */
export async function mediaReport({ catalogue, now }: Pick<Archive, 'catalogue' | 'now'>): Promise<MediaReport> {
  const on = chinaDay(now())
  const media = await mediaInUse(catalogue.pool)
  return {
    on,
    media: media.map((medium) => stateOf(medium, on)),
    uncovered: await uncoveredRecords(catalogue.pool, mediaRules.sets, mostNamed),
  }
}

/** A medium that another has taken the place of asks for nothing but to be kept. */
function stateOf(medium: RegisteredMedium, on: string): MediumState {
  const duties = dutiesOf(medium, medium.testedAt)
  if (medium.rewrittenAt !== undefined) {
    const kept = keptUntil(medium, medium.rewrittenAt)
    return { medium, duties, isDue: false, ...(kept === undefined ? {} : { keptUntil: kept }) }
  }
  const days = [duties.sampleOn, ...(duties.rewriteOn === undefined ? [] : [duties.rewriteOn])]
  return { medium, duties, isDue: medium.isFaulty || days.some((day) => day <= on) }
}
