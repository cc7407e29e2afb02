import { afterEach, expect, test } from 'vitest'
import { type ApiUnderTest, acceptedCase, formOf, openApi, type ToldProblem } from './api-under-test.ts'

const sample = acceptedCase('06-employment-registration-instant')

let api: ApiUnderTest
afterEach(() => api.close())

/** A gauge of `/metrics`. */
async function gauge(name: string): Promise<number> {
  const line = (await (await api.ask('/metrics')).text()).split('\n').find((each) => each.startsWith(`${name} `))
  return Number(line?.slice(name.length + 1) ?? Number.NaN)
}

test('without room a hand-over is refused for now with 507, unread, and the meters say so', async () => {
  // No disk has so much free: every place is below its floor.
  api = await openApi({ SPACE_FLOOR: '9000TB' })
  const body = await formOf(sample)
  const response = await api.ask('/api/v1/cases', { method: 'POST', body })
  expect([response.status, response.headers.get('retry-after')]).toEqual([507, '60'])
  expect((await response.json()) as ToldProblem).toMatchObject({
    ...{ type: '/problems/capacity-exhausted', title: '空间不足', code: 'CAPACITY_EXHAUSTED' },
    faults: [{ code: 'CAPACITY_EXHAUSTED', field: 'staging', expected: '9000.0 TB' }],
  })
  expect(await api.archive.staged()).toEqual([])
  expect(await api.incoming()).toEqual([])
  expect(await api.read('/api/v1/status')).toMatchObject({
    ...{ stages: {}, archived: 0, refused: 0, review: 0 },
    capacity: { places: [{ level: 'full' }, { level: 'full', room: 0 }] },
  })
  const { events } = await api.read<{ events: unknown[] }>('/api/v1/handovers')
  expect(events).toMatchObject([{ kind: 'failed', code: 'CAPACITY_EXHAUSTED' }])
  expect(await (await api.askAnonymously('/readyz')).json()).toMatchObject({ status: 'ready', capacity: 'full' })
  expect(await gauge('guidang_place_full{place="first"}')).toBe(1)
  expect(await gauge('guidang_room_bytes{place="staging"}')).toBe(0)
  expect(await gauge('guidang_free_bytes{place="staging"}')).toBeGreaterThan(0)
})

test('with room the same hand-over is archived, and what it takes up is counted', async () => {
  api = await openApi({ SPACE_FLOOR: '1MB', STORE_QUOTA: '1GB' })
  expect(await api.handOver(sample)).toMatchObject({ outcome: 'archived' })
  const { storedBytes, places } = await api.archive.capacity.measure()
  expect(places.find(({ place }) => place === 'first')).toMatchObject({ level: 'ok', quota: 1e9, floor: 1e6 })
  // Counted at most every ten seconds, so perhaps before this record was archived.
  expect([0, await bytesOfObjects()]).toContain(storedBytes)
  expect(await (await api.askAnonymously('/readyz')).json()).toMatchObject({ capacity: 'ok' })
})

async function bytesOfObjects(): Promise<number> {
  const { store } = api.archive
  const stored = await Promise.all((await api.archive.stored()).map((key) => store.stat(key)))
  return stored.reduce((sum, object) => sum + (object?.bytes ?? Number.NaN), 0)
}
