import { expect, test } from 'vitest'
import { eachPage, PageFailure } from './each-page.ts'

const never = new AbortController().signal

test('pages come in order, however long each takes', async () => {
  const delays = [3, 1, 2]
  const pages = await eachPage(3, never, async (index) => {
    await new Promise((resolve) => setTimeout(resolve, delays[index]))
    return index
  })
  expect(pages).toEqual([0, 1, 2])
})

test('the first page that fails is named and stops the others', async () => {
  let isStopped = false
  const reading = eachPage(3, never, async (index, signal) => {
    if (index === 1) throw new Error('torn')
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    isStopped = signal.aborted
    throw signal.reason
  })
  const failure = await reading.catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(PageFailure)
  expect(failure).toMatchObject({ page: 2, cause: { message: 'torn' } })
  expect(isStopped).toBe(true)
})

test('no page is read after an abort', async () => {
  const reading = eachPage(1, AbortSignal.abort(new Error('stopped')), async () => 'read')
  await expect(reading).rejects.toMatchObject({ page: 1, cause: { message: 'stopped' } })
})
