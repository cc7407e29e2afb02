/**
 * Rows page by page until there are no more: `pageAfter` is asked for the page behind the last row of the one before, at first for that
 * behind none, and only once the page before was worked on.
 */
export async function* eachPage<Row>(
  pageAfter: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  for (let page = await pageAfter(undefined); page.length > 0; page = await pageAfter(page.at(-1))) yield page
}

/** The same, row by row. */
export async function* eachRow<Row>(
  pageAfter: (last: Row | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<Row> {
  for await (const page of eachPage(pageAfter)) yield* page
}
