import type { Command, CommandOptions } from 'commander'

/** Adds a verb to the command line. */
export type Verb = (program: Command) => void

/** `--json` is understood by every verb: one object a line on stdout, nothing else. */
export function verb(program: Command, signature: string, description: string, options?: CommandOptions): Command {
  return program
    .command(signature, options)
    .description(description)
    .option('--json', 'only JSON on stdout, one object a line')
}

/** A whole number from 1. */
export function count(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1) throw new RangeError(`${value} is no whole number from 1`)
  return number
}

/** Every value of an option that is given several times. */
export function collect(value: string, before: readonly string[]): string[] {
  return [...before, value]
}
