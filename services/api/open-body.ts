/**
 * Opens the body of an answer. The first bytes are read before it resolves, so that a store that fails is still answered with
 * a problem; an error later on breaks the connection. Closes `bytes` when the one who asked goes away.
 */
export async function openBody(bytes: AsyncIterable<Uint8Array>): Promise<ReadableStream<Uint8Array>> {
  const iterator = bytes[Symbol.asyncIterator]()
  let next: IteratorResult<Uint8Array> | undefined = await iterator.next()
  return new ReadableStream(
    {
      async pull(controller) {
        const { done, value } = next ?? (await iterator.next())
        next = undefined
        if (done === true) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await iterator.return?.()
      },
    },
    { highWaterMark: 0 },
  )
}
