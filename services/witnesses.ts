import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import {
  formatWitnessTrust,
  parseWitnessTrust,
  type WitnessTrust,
  witnessVerifier,
} from '#archive-schema/ledger/witness-trust.ts'
import type { WitnessAddress } from '#storage/witnesses/ask-witness.ts'

/** Whom checkpoints are shown to, and what verifiers are told to ask for; `trust` is absent where there are no witnesses. */
export type OpenedWitnesses = { readonly addresses: readonly WitnessAddress[]; readonly trust?: WitnessTrust }

/** 见证方登记: paths of keys (PEM) are relative to the file. */
const Witnesses = z.strictObject({
  quorum: z.int().min(1),
  witnesses: z
    .array(
      z.strictObject({
        name: z.string(),
        url: z.url({ protocol: /^https?$/ }),
        key: z.string().min(1),
        patienceSeconds: z.number().min(1).max(300).default(30),
      }),
    )
    .min(1),
})

/** Reads the register of witnesses; without a file there are none. Throws `CONFIGURATION_INVALID`. */
export async function readWitnesses(file: string | undefined): Promise<OpenedWitnesses> {
  if (file === undefined) return { addresses: [] }
  try {
    const parsed = Witnesses.safeParse(JSON.parse(await readFile(file, 'utf8')))
    if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
    return await openWitnesses(parsed.data, dirname(file))
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'WITNESSES', found }, { cause: error })
  }
}

async function openWitnesses(
  { quorum, witnesses }: z.output<typeof Witnesses>,
  folder: string,
): Promise<OpenedWitnesses> {
  const known = await Promise.all(
    witnesses.map(async ({ name, key }) => ({ name, pem: await readFile(resolve(folder, key), 'utf8') })),
  )
  // Written and read again, so that what verifiers are given is what they take.
  const trust = parseWitnessTrust(formatWitnessTrust({ quorum, witnesses: known }))
  const addresses = witnesses.flatMap(({ url, patienceSeconds }, i) => {
    const witness = known[i]
    if (witness === undefined) return []
    return [{ url: new URL(url), verifier: witnessVerifier(witness), patienceMs: patienceSeconds * 1_000 }]
  })
  return { addresses, ...(trust === undefined ? {} : { trust }) }
}
