import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { GoneKey } from '#archive-schema/ledger/key-succession.ts'
import { type KeyReference, parseKeyReference } from '#storage/keys/key-reference.ts'
import { succeedSigner } from '../../access/succeed-signer.ts'
import { print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Enters that the present signer takes over from the one that `old` names: a reference to its key, or its certificate. */
export async function keySucceed(
  old: string,
  { gone, json }: { readonly gone?: GoneKey; readonly json?: boolean },
): Promise<void> {
  const former =
    gone === undefined ? { reference: referenceOf(old), passphrase: undefined } : { certificate: old, gone }
  await withArchive(async (archive) => {
    const { signatures, ...told } = await succeedSigner(archive, former)
    if (json === true) return printJson({ ...told, at: told.at.toISOString(), signed: signatures.length })
    return print(`已登记更替 succession entered  ${told.old} → ${told.new}  旧密钥 old key: ${told.oldKey}`)
  })
}

function referenceOf(text: string): KeyReference {
  try {
    return parseKeyReference(text)
  } catch (cause) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'key', found: messageOf(cause) }, { cause })
  }
}
