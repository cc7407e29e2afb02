import { createServer } from 'node:http'
import { getRequestListener } from '@hono/node-server'
import { Command } from 'commander'
import { messageOf } from '#archive-schema/caught-error.ts'
import { claimFolder } from './claim-folder.ts'
import { Witness } from './witness.ts'
import { witnessApp } from './witness-app.ts'
import { addLedger, makeWitness } from './witness-folder.ts'

// 见证方程序: run by the archives, a regulator or an auditor, not by the operator of the ledger.
const program = new Command('witness').description('见证方: remembers a ledger and cosigns what goes on from there')

program
  .command('init')
  .description('a new witness with a key of its own')
  .argument('<folder>')
  .argument('<name>', 'name of its key, e.g. witness.example/archives')
  .action(async (folder: string, name: string) => {
    await makeWitness(folder, name)
    print(`${folder}/witness.pub: give this to the ledger and to whoever verifies`)
  })

program
  .command('add')
  .description('witness a ledger, by the trust folder of its operator')
  .argument('<folder>')
  .argument('<trust>')
  .action(async (folder: string, trust: string) => {
    const { origin } = await addLedger(folder, trust)
    print(`witnessing ${origin}`)
  })

program
  .command('serve')
  .description('answer on HTTP (C2SP tlog-witness)')
  .argument('<folder>')
  .option('--host <host>', 'address to listen on', '127.0.0.1')
  .option('--port <port>', 'port to listen on', '8090')
  .action(serve)

await program.parseAsync().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
})

async function serve(folder: string, { host, port }: { readonly host: string; readonly port: string }): Promise<void> {
  const release = await claimFolder(folder)
  const app = witnessApp(await Witness.open(folder, () => new Date()), folder)
  const server = createServer({ requestTimeout: 30_000 }, getRequestListener(app.fetch))
  server.on('error', (error) => {
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 1
    void release()
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => server.close(() => void release()))
  }
  server.listen(Number(port), host, () => print(`witness listens on http://${host}:${port}`))
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
