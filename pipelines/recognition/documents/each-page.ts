/** A page could not be read; `cause` says why. Pages are counted from 1. */
export class PageFailure extends Error {
  override readonly name = 'PageFailure'
  readonly page: number

  constructor(page: number, cause: unknown) {
    super(`page ${page}`, { cause })
    this.page = page
  }
}

/**
 * Reads pages 0 to `count - 1` side by side and gives the results in order. The first page that fails stops the others
 * through the signal that each is given; when all have ended, a `PageFailure` for that page is thrown.
 */
export async function eachPage<T>(
  count: number,
  signal: AbortSignal,
  read: (index: number, signal: AbortSignal) => Promise<T>,
): Promise<T[]> {
  const stop = new AbortController()
  const either = AbortSignal.any([signal, stop.signal])
  let failure: PageFailure | undefined
  const readOne = async (index: number) => {
    try {
      either.throwIfAborted()
      return [await read(index, either)]
    } catch (cause) {
      failure ??= new PageFailure(index + 1, cause)
      stop.abort()
      return []
    }
  }
  const pages = await Promise.all(Array.from({ length: count }, (_, index) => readOne(index)))
  if (failure !== undefined) throw failure
  return pages.flat()
}
