import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'

/** Reads a flag, how many paths follow, and the paths, line by line, and answers with the exit code of `chattr`. Ends with its input. */
const script = `while IFS= read -r flag && IFS= read -r count; do
  set --
  while [ "$#" -lt "$count" ] && IFS= read -r path; do set -- "$@" "$path"; done
  chattr "$flag" -- "$@" 2>&1 >/dev/null
  echo "=$?"
done`

type Shell = ChildProcessByStdio<Writable, Readable, null>
type Flag = '+i' | '-i'
type Request = {
  readonly flag: Flag
  readonly path: string
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

/** Paths of one `chattr` at most: far below what a command line may hold. */
const mostAtOnce = 32

/**
 * A shell that stays and runs `chattr`: to start a process out of a large one costs many times what setting the flag does.
 * What is asked for while it is at work is done by one `chattr`. It ends with this process, however that ends.
 */
export class ChattrShell {
  #shell: Shell | undefined
  /** Groups that are done one after the other: those that failed together come first, path by path. */
  #groups: Request[][] = []
  #running: Request[] | undefined
  #complaints: string[] = []

  /** Resolves when the attribute of the file has been changed. */
  apply(flag: Flag, path: string): Promise<void> {
    if (path.includes('\n')) return Promise.reject(new Error(`chattr: a line end in ${JSON.stringify(path)}`))
    return new Promise((resolve, reject) => {
      this.#enqueue({ flag, path, resolve, reject })
      this.#next()
    })
  }

  #enqueue(request: Request): void {
    const last = this.#groups.at(-1)
    if (last?.[0]?.flag === request.flag && last.length < mostAtOnce) last.push(request)
    else this.#groups.push([request])
  }

  #next(): void {
    if (this.#running !== undefined) return
    const group = this.#groups.shift()
    const [first] = group ?? []
    if (group === undefined || first === undefined) {
      // Nothing to wait for: the shell must not keep this process alive.
      if (this.#shell !== undefined) keepAlive(this.#shell, false)
      return
    }
    const shell = this.#shell ?? this.#start()
    this.#running = group
    keepAlive(shell, true)
    shell.stdin.write([first.flag, group.length, ...group.map(({ path }) => path), ''].join('\n'))
  }

  #start(): Shell {
    const shell = spawn('sh', ['-c', script], { stdio: ['pipe', 'pipe', 'ignore'] })
    this.#shell = shell
    shell.on('error', (error) => this.#fail(shell, error))
    shell.on('exit', () => this.#fail(shell, new Error('the shell that runs chattr has ended')))
    // A write to a shell that has ended is told by its exit.
    shell.stdin.on('error', () => undefined)
    createInterface({ input: shell.stdout }).on('line', (line) => this.#answer(shell, line))
    return shell
  }

  /** What a shell that has ended still says answers nobody: its requests were refused. */
  #answer(shell: Shell, line: string): void {
    if (this.#shell !== shell) return
    if (!line.startsWith('=')) {
      this.#complaints.push(line)
      return
    }
    const complaint = this.#complaints.splice(0).join(' ')
    const group = this.#running ?? []
    this.#running = undefined
    if (line === '=0') for (const { resolve } of group) resolve()
    else this.#refused(group, complaint)
    this.#next()
  }

  /** Which of several was refused shows when each is asked for alone. */
  #refused(group: readonly Request[], complaint: string): void {
    const [first, ...others] = group
    if (others.length > 0) this.#groups.unshift(...group.map((request) => [request]))
    else first?.reject(new Error(`chattr of ${first.path} failed: ${complaint}`))
  }

  #fail(shell: Shell, error: unknown): void {
    if (this.#shell !== shell) return
    this.#shell = undefined
    const groups = [this.#running ?? [], ...this.#groups.splice(0)]
    this.#running = undefined
    this.#complaints = []
    for (const { reject } of groups.flat()) reject(error)
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
