/** Times of texts have no fraction of a second, and the catalogue says the same as the text. */
export function wholeSecond(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 1000) * 1000)
}
