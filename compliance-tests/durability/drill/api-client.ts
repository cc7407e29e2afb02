import { setTimeout as pause } from 'node:timers/promises'
import { messageOf } from '#archive-schema/caught-error.ts'

const tryEveryMs = 200
/** Kills can follow each other so fast on a busy machine that nobody answers for minutes. */
const longestMs = 300_000

/** A client of the API that asks again while nobody answers, as every sender has to. */
export class ApiClient {
  readonly #address: string
  readonly #key: string
  /** How often an answer was that something does not work now (503), or that something went wrong (500). */
  readonly answers: { [status: number]: number } = {}

  constructor(address: string, key: string) {
    this.#address = address
    this.#key = key
  }

  /** The first answer that says something of the matter: none of 500 and above. Throws when there is none for long. */
  async ask(path: string, makeBody?: () => Promise<FormData>): Promise<Response> {
    const end = performance.now() + longestMs
    for (let last = ''; ; await pause(tryEveryMs)) {
      if (performance.now() > end) throw new Error(`${path}: no answer for ${longestMs / 1000} s; last: ${last}`)
      try {
        const headers = { authorization: `Bearer ${this.#key}` }
        const sent = makeBody === undefined ? {} : { method: 'POST', body: await makeBody() }
        const response = await fetch(this.#address + path, { headers, ...sent, signal: AbortSignal.timeout(30_000) })
        // The body belongs to the answer: a server that dies while it speaks has said nothing.
        const body = await response.arrayBuffer()
        this.answers[response.status] = (this.answers[response.status] ?? 0) + 1
        if (response.status < 500) return new Response(body, response)
        last = `${response.status} ${Buffer.from(body).toString()}`
      } catch (error) {
        last = messageOf(error)
      }
    }
  }

  /** The JSON of an answer 200. Throws for any other. */
  async read<Told>(path: string): Promise<Told> {
    const response = await this.ask(path)
    if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as Told
  }
}
