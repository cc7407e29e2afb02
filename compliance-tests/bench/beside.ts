/** One piece of work, in the way of the product and in the plainest way that leaves the same bytes. */
export type Ways<Item> = { readonly [way in 'own' | 'plain']: (item: Item) => Promise<unknown> }

/** Of a round: items a second and processor time of this process an item, in each way. */
export type BesideRound = {
  readonly [way in 'own' | 'plain']: { readonly rate: number; readonly cpuMs: number }
}

/** Does the same work in both ways, some items at a time; which goes first alternates with `round`. */
export async function oneRound<Item>(
  items: readonly Item[],
  ways: Ways<Item>,
  { atOnce, round }: { readonly atOnce: number; readonly round: number },
): Promise<BesideRound> {
  const timed = (way: keyof Ways<Item>) => timeAll(items, ways[way], atOnce)
  if (round % 2 === 1) return { own: await timed('own'), plain: await timed('plain') }
  const plain = await timed('plain')
  return { own: await timed('own'), plain }
}

async function timeAll<Item>(items: readonly Item[], work: (item: Item) => Promise<unknown>, atOnce: number) {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  const [start, cpu] = [performance.now(), process.cpuUsage()]
  await Promise.all(Array.from({ length: atOnce }, worker))
  const { user, system } = process.cpuUsage(cpu)
  return {
    rate: (1000 * items.length) / (performance.now() - start),
    cpuMs: (user + system) / 1000 / items.length,
  }
}
