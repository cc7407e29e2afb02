import { expect, test } from 'vitest'
import source from './dat46-elements.json' with { type: 'json' }
import { parseMetadataScheme } from './metadata-scheme.ts'

type Source = typeof source
type SourceElement = Record<string, unknown> & { number: string }

test('accepts the table of DA/T 46-2009', () => {
  expect(parseMetadataScheme(source).elements).toHaveLength(88)
})

const changes: readonly [string, (elements: readonly SourceElement[]) => unknown[], string][] = [
  ['a number that is left out [MET-25]', (elements) => elements.toSpliced(40, 1), 'without gaps'],
  ['a bare number [PRF-06]', (elements) => changed(elements, 'M84', { number: 'M84' }), 'standard, year and number'],
  [
    'a number of another standard [PRF-06]',
    (elements) => changed(elements, 'M84', { number: 'DA/T 94-2022 M84' }),
    'without gaps',
  ],
  [
    'a parent that is no container',
    (elements) => changed(elements, 'M4', { parent: 'DA/T 46-2009 M3' }),
    'a parent is a container',
  ],
  [
    'a parent of another entity',
    (elements) => changed(elements, 'M80', { parent: 'DA/T 46-2009 M70' }),
    'a parent is a container',
  ],
  [
    'a parent that comes later',
    (elements) => changed(elements, 'M3', { parent: 'DA/T 46-2009 M8' }),
    'a parent is a container',
  ],
  ['a container that holds nothing', (elements) => changed(elements, 'M1', { kind: 'container' }), 'has elements'],
  ['a name that stands twice', (elements) => changed(elements, 'M24', { name: '题名' }), 'a name twice'],
  ['one twin of two', (elements) => changed(elements, 'M84', { twin: 'DA/T 94-2022 M84' }), 'stands once'],
  ['a twin without its standard [PRF-06]', (elements) => changed(elements, 'M84', { twin: 'M90' }), 'standard, year'],
]

test.for(changes)('refuses %s', ([, change, named]) => {
  const elements: readonly SourceElement[] = (source as Source).elements
  expect(() => parseMetadataScheme({ ...source, elements: change(elements) })).toThrow(named)
})

function changed(elements: readonly SourceElement[], number: string, change: Partial<SourceElement>): unknown[] {
  return elements.map((element) => (element.number === `DA/T 46-2009 ${number}` ? { ...element, ...change } : element))
}
