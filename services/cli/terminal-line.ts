/** Writes a text over the last line of the terminal, or clears that line. Silent where stderr is no terminal. */
export function writeOver(text = ''): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}
