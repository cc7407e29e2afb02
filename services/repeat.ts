/** Repeats `work`, never twice at once; an error of one time is told and does not end it. */
export function repeat(everyMs: number, work: () => Promise<unknown>, onError: (error: unknown) => void) {
  let running = false
  const timer = setInterval(() => {
    if (running) return
    running = true
    work()
      .catch(onError)
      .finally(() => {
        running = false
      })
  }, everyMs)
  return { stop: () => clearInterval(timer) }
}
