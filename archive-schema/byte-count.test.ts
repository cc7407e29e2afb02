import { expect, test } from 'vitest'
import { parseByteCount } from './byte-count.ts'

test.for([
  ['0', 0],
  ['4096', 4_096],
  ['700MB', 700_000_000],
  ['25GB', 25_000_000_000],
  ['9TB', 9e12],
] as const)('%s is %i bytes', ([text, bytes]) => {
  expect(parseByteCount(text)).toBe(bytes)
})

test.for(['', '-1', '1.5GB', '01', '1 GB', '1gb', '1GiB', 'GB', '999999999999999TB'])(
  '"%s" is no byte count',
  (text) => {
    expect(parseByteCount(text)).toBeUndefined()
  },
)
