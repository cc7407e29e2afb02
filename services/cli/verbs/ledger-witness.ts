import { readFile } from 'node:fs/promises'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { cosignatureVerifier } from '#archive-schema/ledger/cosignature.ts'
import { readPublicPem } from '#archive-schema/ledger/ledger-trust.ts'
import type { WitnessAddress } from '#storage/witnesses/ask-witness.ts'
import { cosignNewest } from '../../access/ask-witness.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type Options = { readonly key: string; readonly name: string; readonly json?: boolean }

const patienceMs = 30_000

/** Prints the newest checkpoint with the line of a witness, for whoever keeps or verifies it. */
export async function ledgerWitness(url: string, options: Options): Promise<void> {
  const witness = await readWitness(url, options)
  await withArchive(async ({ ledger }) => {
    const note = Buffer.from(await cosignNewest(ledger, witness)).toString('utf8')
    return options.json === true ? printJson({ witness: options.name, checkpoint: note }) : print(note.trimEnd())
  })
}

async function readWitness(url: string, { key, name }: Options): Promise<WitnessAddress> {
  if (!URL.canParse(url)) throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'url', found: url })
  const pem = await readFile(key, 'utf8').catch((cause: unknown) => {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: key, found: messageOf(cause) }, { cause })
  })
  return { url: new URL(url), verifier: cosignatureVerifier(name, readPublicPem('ed25519', pem)), patienceMs }
}
