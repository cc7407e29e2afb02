import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { attempt } from '#archive-schema/attempt.ts'
import { formatNote } from '#archive-schema/ledger/signed-note.ts'
import { maxWitnessRequestBytes, parseWitnessRequest } from '#archive-schema/ledger/witness-request.ts'
import type { Witness, WitnessAnswer } from './witness.ts'
import { placeOf, readLedgers } from './witness-folder.ts'

/** HTTP status of each verdict (C2SP tlog-witness). */
const statuses = {
  'unknown-origin': 404,
  unsigned: 403,
  impossible: 400,
  stale: 409,
  forked: 409,
  inconsistent: 422,
} as const

/** `POST /add-checkpoint` and `GET /<SHA-256 of the origin>/checkpoint` (C2SP tlog-witness). */
export function witnessApp(witness: Witness, folder: string): Hono {
  const app = new Hono()
  app.post('/add-checkpoint', bodyLimit({ maxSize: maxWitnessRequestBytes }), async (c) => {
    const body = new Uint8Array(await c.req.arrayBuffer())
    const request = await attempt(() => parseWitnessRequest(body))
    const answer = 'refusal' in request ? request : await attempt(() => witness.addCheckpoint(request.value))
    if ('refusal' in answer) return c.text(`${answer.refusal.message}\n`, 400)
    return answerOf(answer.value)
  })
  app.get('/:place/checkpoint', async (c) => {
    const ledger = (await readLedgers(folder)).find(({ origin }) => placeOf(origin) === c.req.param('place'))
    const seen = ledger === undefined ? undefined : await witness.seen(ledger.origin)
    return seen === undefined ? c.text('no checkpoint of this ledger was seen\n', 404) : plain(formatNote(seen))
  })
  return app
}

function answerOf(answer: WitnessAnswer): Response {
  // Of the note only its signature line.
  if ('cosigned' in answer)
    return plain(formatNote(answer.cosigned).subarray(Buffer.byteLength(answer.cosigned.text) + 1))
  const status = statuses[answer.verdict]
  return 'seenSize' in answer
    ? new Response(`${answer.seenSize}\n`, { status, headers: { 'content-type': 'text/x.tlog.size' } })
    : new Response(`${answer.found}\n`, { status, headers: plainText })
}

const plainText = { 'content-type': 'text/plain; charset=utf-8' } as const

function plain(bytes: Uint8Array): Response {
  return new Response(new Uint8Array(bytes), { headers: plainText })
}
