import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Command } from './run-program.ts'

/** What the process says: that it is in, that it has left, or why it was refused. */
export type MemberMessage =
  | { readonly kind: 'joined'; readonly connectionString: string; readonly milliseconds: number }
  | { readonly kind: 'left' }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

/** For tests: a process that uses the database of a folder, to be killed or asked to leave. */
export type TestMember = {
  readonly process: ChildProcess
  /** The first thing that it says: `joined` or `refused`. */
  readonly answer: Promise<MemberMessage>
  /** The connection string, once it is in. Rejects if it is refused. */
  readonly connectionString: Promise<string>
  /** Asks it to leave and waits until it has ended. */
  leave(): Promise<MemberMessage>
  /** kill −9, and waits until it is dead. */
  kill(): Promise<void>
}

/** Starts such a process, `as` another account or with other rights if said so. */
export function startMember(dataDir: string, durable = false, as?: Command): TestMember {
  const program = new URL('./test-member-program.ts', import.meta.url)
  const { program: execPath = process.execPath, args = [], ...account } = as ?? {}
  const child = fork(program, [dataDir, String(durable)], { execPath, execArgv: [...args], ...account })
  const answer = nextMessage(child)
  const connectionString = answer.then((said) => {
    if (said.kind === 'joined') return said.connectionString
    throw new Error(JSON.stringify(said))
  })
  // A test that looks at `answer` only does not care for this rejection.
  connectionString.catch(() => undefined)
  return {
    process: child,
    answer,
    connectionString,
    leave: async () => {
      const ended = once(child, 'exit')
      child.send('leave')
      const said = await nextMessage(child)
      await ended
      return said
    },
    kill: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function nextMessage(child: ChildProcess): Promise<MemberMessage> {
  return new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as MemberMessage))
    // The end of a process may be told before its last words; the end of its channel is told after them.
    child.once('disconnect', () =>
      reject(new Error(`the member ended by itself: ${child.exitCode ?? child.signalCode}`)),
    )
    child.once('error', reject)
  })
}
