import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** Reads a flag and a path, line by line, and answers each pair with the exit code of `chattr`. Ends with its input. */
const script =
  'while IFS= read -r flag && IFS= read -r path; do chattr "$flag" -- "$path" 2>&1 >/dev/null; echo "=$?"; done'

type Shell = ChildProcessByStdio<Writable, Readable, null>
type Waiting = { readonly path: string; readonly resolve: () => void; readonly reject: (error: unknown) => void }

/**
 * A shell that stays and runs `chattr`: to start a process out of a large one costs many times what setting the flag does.
 * Answers come in the order of the requests. It ends with this process, however that ends.
 */
export class ChattrShell {
  #shell: Shell | undefined
  #waiting: Waiting[] = []
  #complaints: string[] = []

  /** Resolves when the attribute of the file has been changed. */
  apply(flag: '+i' | '-i', path: string): Promise<void> {
    if (path.includes('\n')) return Promise.reject(new Error(`chattr: a line end in ${JSON.stringify(path)}`))
    return new Promise((resolve, reject) => {
      const shell = this.#shell ?? this.#start()
      this.#waiting.push({ path, resolve, reject })
      keepAlive(shell, true)
      shell.stdin.write(`${flag}\n${path}\n`)
    })
  }

  #start(): Shell {
    const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#shell = shell
    shell.on('error', (error) => this.#fail(shell, error))
    shell.on('exit', () => this.#fail(shell, new Error('the shell that runs chattr has ended')))
    // A write to a shell that has ended is told by its exit.
    shell.stdin.on('error', () => undefined)
    createInterface({ input: shell.stdout }).on('line', (line) => this.#answer(line))
    return shell
  }

  #answer(line: string): void {
    if (!line.startsWith('=')) {
      this.#complaints.push(line)
      return
    }
    const complaint = this.#complaints.splice(0).join(' ')
    const done = this.#waiting.shift()
    if (line === '=0') done?.resolve()
    else done?.reject(new Error(`chattr of ${done.path} failed: ${complaint}`))
    // Nothing to wait for: the shell must not keep this process alive.
    if (this.#waiting.length === 0 && this.#shell !== undefined) keepAlive(this.#shell, false)
  }

  #fail(shell: Shell, error: unknown): void {
    if (this.#shell !== shell) return
    this.#shell = undefined
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}

/** Whether this process waits for the shell before it ends. */
function keepAlive(shell: Shell, keep: boolean): void {
  for (const part of [shell, shell.stdin, shell.stdout]) {
    if (!(part instanceof Socket || part === shell)) continue
    if (keep) part.ref()
    else part.unref()
  }
}
