import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { isConsistent } from './consistency-proof.ts'
import { isIncluded } from './inclusion-proof.ts'
import { DefinedTree, MemoryTree } from './memory-tree-trial.ts'
import { leafHash } from './tree-hash.ts'

const most = 300
const hex = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'))

describe('the tree of the reference vectors of certificate transparency', () => {
  const entries = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const tree = new MemoryTree('sha256')
  for (const entry of entries) tree.append(Buffer.from(entry, 'hex'))

  test('has their roots', async () => {
    expect(hex(tree.roots)).toEqual(roots)
    expect(hex(await Promise.all(roots.map((_, size) => tree.at(size).root())))).toEqual(roots)
  })

  test('has their proofs', async () => {
    expect(hex(await tree.at(8).inclusionProof(5))).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
    expect(hex(await tree.at(8).consistencyProof(6))).toEqual([
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ])
  })
})

describe.for(digestAlgorithms)('a tree with %s of every size up to 300', (algorithm) => {
  const entries = Array.from({ length: most }, (_, i) => Buffer.from(`entry ${i}`))
  const leaves = entries.map((entry) => leafHash(algorithm, entry))
  const leaf = (index: number) => leaves[index] ?? Buffer.of()
  const tree = new MemoryTree(algorithm)
  const defined = new DefinedTree(algorithm, entries)
  const state = (size: number) => ({ size, root: tree.roots[size] ?? Buffer.of() })
  beforeAll(() => {
    for (const entry of entries) tree.append(entry)
  })

  test('has the roots of the definition', () => {
    for (let size = 0; size <= most; size += 1) expect(tree.roots[size]).toEqual(defined.root(0, size))
  })

  test('proves every entry as defined', async () => {
    let wrong = 0
    for (let size = 1; size <= most; size += 1) {
      for (let index = 0; index < size; index += 1) {
        const proof = await tree.at(size).inclusionProof(index)
        const isRight = isIncluded(algorithm, { leaf: leaf(index), index, ...state(size) }, proof)
        if (!isRight || hex(proof).join() !== hex(defined.path(index, 0, size)).join()) wrong += 1
      }
    }
    expect(wrong).toBe(0)
  })

  test('proves the consistency of every two sizes as defined', async () => {
    let wrong = 0
    for (let size = 1; size <= most; size += 1) {
      for (let old = 0; old <= size; old += 1) {
        const proof = await tree.at(size).consistencyProof(old)
        const wanted = old === 0 ? [] : defined.proof(old, size)
        const isRight = isConsistent(algorithm, state(old), state(size), proof)
        if (!isRight || hex(proof).join() !== hex(wanted).join()) wrong += 1
      }
    }
    expect(wrong).toBe(0)
  })

  const places = fc
    .integer({ min: 2, max: most })
    .chain((size) => fc.record({ size: fc.constant(size), index: fc.nat({ max: size - 1 }), other: fc.nat() }))

  test('refuses a proof of inclusion in which anything was changed', async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ size, index, other }) => {
        const proof = await tree.at(size).inclusionProof(index)
        const right = { leaf: leaf(index), index, ...state(size) }
        const at = other % proof.length
        const changed = proof.map((hash, i) => (i === at ? flipped(hash, other) : hash))
        const refused = [
          isIncluded(algorithm, right, changed),
          isIncluded(algorithm, right, proof.toSpliced(at, 1)),
          isIncluded(algorithm, right, proof.toSpliced(at, 0, flipped(right.leaf, other))),
          isIncluded(algorithm, { ...right, leaf: flipped(right.leaf, other) }, proof),
          isIncluded(algorithm, { ...right, root: flipped(right.root, other) }, proof),
          isIncluded(algorithm, { ...right, index: (index + 1 + (other % (size - 1))) % size }, proof),
          isIncluded(algorithm, { ...right, index: size }, proof),
          isIncluded(algorithm, { ...right, index: -1 }, proof),
          isIncluded(algorithm, { ...right, index: index + 0.5 }, proof),
        ]
        expect(refused).not.toContain(true)
      }),
      { numRuns: 300 },
    )
  })

  test('refuses a proof of consistency in which anything was changed', async () => {
    await fc.assert(
      fc.asyncProperty(places, async ({ size, index, other }) => {
        const [old, later] = [state(Math.max(1, index)), state(size)]
        const proof = await tree.at(size).consistencyProof(old.size)
        const at = other % proof.length
        const changed = proof.map((hash, i) => (i === at ? flipped(hash, other) : hash))
        const refused = [
          isConsistent(algorithm, old, later, changed),
          isConsistent(algorithm, old, later, proof.toSpliced(at, 1)),
          isConsistent(algorithm, old, later, [...proof, flipped(old.root, other)]),
          isConsistent(algorithm, { ...old, root: flipped(old.root, other) }, later, proof),
          isConsistent(algorithm, old, { ...later, root: flipped(later.root, other) }, proof),
          isConsistent(algorithm, later, old, proof),
        ]
        expect(refused).not.toContain(true)
      }),
      { numRuns: 300 },
    )
  })

  test('a fork is not consistent with what it forked from', async () => {
    const fork = new MemoryTree(algorithm)
    for (const [i, entry] of entries.entries()) fork.append(i === 100 ? Buffer.from('another') : entry)
    for (let size = 101; size < most; size += 1) {
      const later = { size: most, root: fork.roots[most] ?? Buffer.of() }
      expect(isConsistent(algorithm, state(size), later, await fork.at(most).consistencyProof(size))).toBe(false)
    }
  })

  test('a node cannot be offered as an entry', async () => {
    const [proof] = [await tree.at(4).inclusionProof(0)]
    const node = defined.root(0, 2)
    expect(isIncluded(algorithm, { leaf: node, index: 0, ...state(4) }, proof.slice(1))).toBe(false)
    expect(leafHash(algorithm, Buffer.concat([leaf(0), leaf(1)]))).not.toEqual(node)
  })
})

function flipped(hash: Uint8Array, where: number): Uint8Array {
  const changed = Buffer.from(hash)
  changed[where % changed.length] = (changed[where % changed.length] ?? 0) ^ (1 << (where % 8))
  return changed
}
