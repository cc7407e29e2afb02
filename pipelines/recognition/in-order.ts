/**
 * Works on several items at a time and yields the results in the order of the items. At most `atOnce` results wait or are
 * being made; after a failure nothing new is begun.
 */
export async function* inOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): AsyncGenerator<Result> {
  const begun: Promise<Result>[] = []
  const begin = (index: number) => {
    const item = items[index]
    if (index >= items.length) return
    const result = work(item as Item, index)
    // A later result may fail before its turn; it is reported when its turn comes.
    result.catch(() => undefined)
    begun.push(result)
  }
  for (let index = 0; index < atOnce; index += 1) begin(index)
  for (let index = 0; index < items.length; index += 1) {
    const result = await begun[index]
    delete begun[index]
    begin(index + atOnce)
    yield result as Result
  }
}
