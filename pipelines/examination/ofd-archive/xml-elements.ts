/** One element of a parsed XML part: local name, attributes as written, own text, and its children. */
export type XmlElement = {
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly text: string
  readonly tree: Readonly<Record<string, unknown>>
}

/** Every element of a tree as `parseXml` gives it, outer ones before those in them. */
export function* elementsIn(tree: Readonly<Record<string, unknown>>): Generator<XmlElement, void> {
  for (const [name, list] of Object.entries(tree)) {
    if (!Array.isArray(list)) continue
    for (const item of list) {
      const element = elementOf(name, item)
      yield element
      yield* elementsIn(element.tree)
    }
  }
}

/** The elements directly inside another one that have this name. */
export function childrenOf({ tree }: Pick<XmlElement, 'tree'>, name: string): readonly XmlElement[] {
  const list = tree[name]
  return Array.isArray(list) ? list.map((item) => elementOf(name, item)) : []
}

function elementOf(name: string, item: unknown): XmlElement {
  if (typeof item !== 'object' || item === null)
    return { name, attributes: new Map(), text: String(item).trim(), tree: {} }
  const { $: attributes, _: text = '', ...tree } = item as Record<string, unknown>
  return {
    name,
    attributes: new Map(Object.entries((attributes ?? {}) as Record<string, string>)),
    text: String(text).trim(),
    tree,
  }
}
