/** When work that repeats begins. */
export type Beginning = 'at once' | 'later'

/** Repeats `work`, never twice at once; an error of one time is told and does not end it. */
export function repeat(
  everyMs: number,
  work: () => Promise<unknown>,
  onError: (error: unknown) => void,
  begins: Beginning = 'later',
) {
  let running = false
  const round = () => {
    if (running) return
    running = true
    work()
      .catch(onError)
      .finally(() => {
        running = false
      })
  }
  if (begins === 'at once') round()
  const timer = setInterval(round, everyMs)
  return { stop: () => clearInterval(timer) }
}
