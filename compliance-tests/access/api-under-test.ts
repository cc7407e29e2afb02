import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type AccessKey, openAccessKey } from '#services/access-key.ts'
import { createApp } from '#services/api/app.ts'
import { startWorker } from '#services/worker/start-worker.ts'
import { openTestArchive, samples, type TestArchive } from '../stack/test-archive.ts'

/** A case as the API tells it. */
export type ToldCase = {
  readonly id: string
  readonly outcome: string
  readonly stage: string
  readonly number?: string
  readonly archivalCode?: string
  readonly faults?: readonly { readonly code: string }[]
  readonly timeline: readonly { readonly stage: string }[]
}

/** A problem as the API tells it. */
export type ToldProblem = {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly code: string
  readonly detail: string
  readonly instance: string
  readonly faults: readonly { readonly code: string; readonly field?: string; readonly file?: string }[]
}

/** The API of an archive of its own, in this process, with a worker. */
export type ApiUnderTest = {
  readonly archive: TestArchive
  readonly key: AccessKey
  /** Asks with the key. */
  ask(path: string, init?: RequestInit): Promise<Response>
  /** Asks without any key. */
  askAnonymously(path: string, init?: RequestInit): Promise<Response>
  /** Asks and reads the JSON of the answer. */
  read<Told>(path: string, init?: RequestInit): Promise<Told>
  /** Hands a case folder over and waits until it has come to an end. */
  handOver(folder: string): Promise<ToldCase>
  /** Waits until a case has come to an end. */
  ended(id: string): Promise<ToldCase>
  /** What lies in the folder of uploads. */
  incoming(): Promise<string[]>
  close(): Promise<void>
}

/** Opens an API of its own; `overrides` are environment variables of the archive. */
export async function openApi(overrides: Readonly<Record<string, string>> = {}): Promise<ApiUnderTest> {
  const archive = await openTestArchive(overrides)
  const worker = await startWorker(archive)
  const key = await openAccessKey(archive.config.dataDir)
  const app = createApp({ archive, queue: worker.queue, key })
  const askAnonymously = async (path: string, init: RequestInit = {}) => app.request(path, init)
  const ask = (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers)
    headers.set('authorization', `Bearer ${key.value}`)
    return askAnonymously(path, { ...init, headers })
  }
  const read = async <Told>(path: string, init?: RequestInit) => (await (await ask(path, init)).json()) as Told
  const ended = (id: string) => untilEnded(() => read<ToldCase>(`/api/v1/cases/${id}`))
  return {
    archive,
    key,
    ask,
    askAnonymously,
    read,
    ended,
    handOver: async (folder) => {
      const response = await ask('/api/v1/cases', { method: 'POST', body: await formOf(folder) })
      return ended(((await response.json()) as ToldCase).id)
    },
    incoming: () => readdir(join(archive.config.dataDir, 'incoming')).catch(() => []),
    async close() {
      await worker.stop()
      await archive.close()
    },
  }
}

/** A sample case folder. */
export function acceptedCase(name: string): string {
  return join(samples, 'accepted', name)
}

/** A case folder as a multipart form. `nameOf` names the part of a file by its path under `files/`. */
export async function formOf(
  folder: string,
  nameOf: (path: string) => string = (path) => `files/${path}`,
): Promise<FormData> {
  const form = new FormData()
  form.append('case', new Blob([await readFile(join(folder, 'case.json'))], { type: 'application/json' }), 'case.json')
  for (const entry of await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const place = join(entry.parentPath, entry.name)
    const path = place.slice(join(folder, 'files').length + 1)
    form.append('file', new Blob([await readFile(place)]), nameOf(path))
  }
  return form
}

/** Polls, as a client does. */
async function untilEnded(ask: () => Promise<ToldCase>): Promise<ToldCase> {
  for (;;) {
    const told = await ask()
    if (told.outcome !== 'processing') return told
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
