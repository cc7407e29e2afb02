import type { Box } from '#archive-schema/recognised-text.ts'

/** Anything that has its place on a page. */
export type Placed = { readonly box: Box }

/** Puts things into rows from top to bottom, and in every row from left to right. */
export function intoRows<T extends Placed>(things: readonly T[]): T[][] {
  const rows: T[][] = []
  for (const thing of things.toSorted((a, b) => middle(a) - middle(b))) {
    const row = rows.at(-1)
    const first = row?.[0]
    if (row !== undefined && first !== undefined && areLevel(first, thing)) row.push(thing)
    else rows.push([thing])
  }
  return rows.map((row) => row.toSorted((a, b) => a.box.x0 - b.box.x0))
}

/** Two things stand in one row when their middles lie closer than half the height of the lower one. */
export function areLevel(one: Placed, other: Placed): boolean {
  return Math.abs(middle(one) - middle(other)) < Math.min(height(one), height(other)) / 2
}

/** Height of a thing in the units of its box. */
export function height({ box }: Placed): number {
  return box.y1 - box.y0
}

function middle({ box }: Placed): number {
  return (box.y0 + box.y1) / 2
}
