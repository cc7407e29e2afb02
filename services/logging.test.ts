import { expect, test } from 'vitest'
import { describeError } from './logging.ts'

test('an error is told with its message, code and cause, and nothing that hangs on it', () => {
  const error = Object.assign(new Error('lost', { cause: new Error('refused') }), {
    code: '57P01',
    client: { password: 'x' },
  })
  expect(describeError(error)).toEqual({
    type: 'Error',
    message: 'lost',
    code: '57P01',
    stack: error.stack,
    cause: { type: 'Error', message: 'refused', stack: expect.any(String) },
  })
})

test('the queue tells its errors as plain objects: these are told as errors are', () => {
  const told = { message: 'lost', stack: 'at fetch', code: '57P01', queue: 'advance-case', worker: 'w' }
  expect(describeError(told)).toMatchObject({ message: 'lost', code: '57P01', stack: 'at fetch' })
  expect(describeError(told)).not.toHaveProperty('queue')
})

test('what is no error at all is told as text', () => {
  expect(describeError('gone')).toEqual({ message: 'gone' })
  expect(describeError(undefined)).toEqual({ message: 'undefined' })
})
