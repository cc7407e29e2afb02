import type { ElementRule } from './element-rule.ts'
import type { MetadataScheme, SchemeElement } from './metadata-scheme.ts'
import { metadataFileKeys, type Profile } from './profile.ts'

/** What becomes of one element of a scheme under a profile: where it is written, itself or by its parts, or why it is not. */
export type ElementCoverage = {
  readonly element: SchemeElement
  /** Paths by meaning, e.g. `case.title`. Empty where nothing writes it. */
  readonly written: readonly string[]
  readonly why?: string
}

/** An element of a profile that names its twin, where it stands, and the twin of the container around it. */
export type TwinPlace = { readonly place: string; readonly twin: string; readonly around?: string }

/** 元数据元素覆盖 (both directions): every element of the scheme, in its order. */
export function elementCoverage(profile: Profile, scheme: MetadataScheme): readonly ElementCoverage[] {
  const places = twinPlaces(profile)
  const written = new Set(places.map(({ twin }) => twin))
  return scheme.elements.map((element) => {
    const own = places.filter(({ twin }) => twin === element.number).map(({ place }) => place)
    const parts = scheme.elements.filter(({ parent, number }) => parent === element.number && written.has(number))
    const why = profile.twins.unwritten.find(({ elements }) => elements.includes(element.number))?.why
    return {
      element,
      written: own.length > 0 ? own : parts.map(({ name }) => `→ ${name}`),
      ...(why === undefined ? {} : { why }),
    }
  })
}

/** Every element of the metadata files and of the description that names a twin. */
export function twinPlaces({ files, description }: Profile): readonly TwinPlace[] {
  return [
    ...metadataFileKeys.flatMap((key) => placesIn(files[key].elements, key)),
    ...placesIn(description.elements, 'description'),
  ]
}

function placesIn(rules: readonly ElementRule[], place: string, around?: string): readonly TwinPlace[] {
  return rules.flatMap(({ key, twin, children = [] }) => [
    ...(twin === undefined ? [] : [{ place: `${place}.${key}`, twin, ...(around === undefined ? {} : { around }) }]),
    ...placesIn(children, `${place}.${key}`, twin),
  ])
}
