import { Buffer } from 'node:buffer'
import type { ContentDigest } from '#archive-schema/signatures/algorithms.ts'
import { hashBytes } from '../time-stamp/message-imprint.ts'

/** 归约哈希树 (reduced hash tree, RFC 4998 4.2): the lists of hashes that lead from one group of objects to the root. */
export type ReducedHashTree = readonly (readonly Buffer[])[]

/** 哈希树 (hash tree): its root, and the reduced tree of every group, in the order of the groups. */
export type HashTree = { readonly root: Buffer; readonly reduced: readonly ReducedHashTree[] }

type Node = { readonly hash: Buffer; readonly groups: readonly number[] }

/**
 * Builds a binary tree over groups of objects, each given by the hashes of its objects. A node without a partner moves up as
 * it is. The first list of a reduced tree holds the group; that of a single object holds its sibling too. Throws a
 * `RangeError` without groups or with an empty one.
 */
export function buildHashTree(hash: ContentDigest, groups: readonly (readonly Buffer[])[]): HashTree {
  if (groups.length === 0 || groups.some(({ length }) => length === 0)) throw new RangeError('a tree needs hashes')
  const siblings: Buffer[][] = groups.map(() => [])
  let level: readonly Node[] = groups.map((group, index) => ({ hash: joinHashes(hash, group), groups: [index] }))
  while (level.length > 1) level = levelAbove(hash, level, siblings)
  const root = level[0]?.hash ?? Buffer.of()
  return { root, reduced: groups.map((group, index) => reducedTree(group, siblings[index] ?? [])) }
}

/** The root that a reduced tree leads to (RFC 4998 4.3). */
export function rootOf(hash: ContentDigest, [first = [], ...others]: ReducedHashTree): Buffer {
  return others.reduce((below, list) => joinHashes(hash, [below, ...list]), joinHashes(hash, first))
}

/** One hash over several, in the order of their bytes; of a single one that one itself. */
function joinHashes(hash: ContentDigest, hashes: readonly Buffer[]): Buffer {
  const [first = Buffer.of(), ...others] = hashes
  return others.length === 0 ? first : hashBytes(hash, ...hashes.toSorted(Buffer.compare))
}

function levelAbove(hash: ContentDigest, level: readonly Node[], siblings: readonly Buffer[][]): readonly Node[] {
  const above: Node[] = []
  for (let index = 0; index < level.length; index += 2) {
    const [left, right] = [level[index], level[index + 1]]
    if (left === undefined) continue
    if (right !== undefined) {
      for (const group of left.groups) siblings[group]?.push(right.hash)
      for (const group of right.groups) siblings[group]?.push(left.hash)
    }
    above.push(right === undefined ? left : joinNodes(hash, left, right))
  }
  return above
}

function joinNodes(hash: ContentDigest, left: Node, right: Node): Node {
  return { hash: joinHashes(hash, [left.hash, right.hash]), groups: [...left.groups, ...right.groups] }
}

function reducedTree(group: readonly Buffer[], [nearest, ...farther]: readonly Buffer[]): ReducedHashTree {
  const lists = farther.map((sibling) => [sibling])
  if (nearest === undefined) return [group.toSorted(Buffer.compare)]
  if (group.length === 1) return [[...group, nearest].toSorted(Buffer.compare), ...lists]
  return [group.toSorted(Buffer.compare), [nearest], ...lists]
}
