import type { Handle, PKCS11 } from 'pkcs11js'
import { messageOf } from '#archive-schema/caught-error.ts'
import type { KeyReference } from './key-reference.ts'
import { signerUnfit } from './signer-unfit.ts'

/** A private key of a token, in a session that stays open as long as the process. */
export type Pkcs11Key = {
  readonly library: PKCS11
  readonly session: Handle
  readonly privateKey: Handle
  readonly constants: Pkcs11Module
}

type Pkcs11Module = typeof import('pkcs11js')

/** Opens the module, finds token and key by their labels, and logs in. Throws `SIGNER_UNFIT`. */
export async function openPkcs11Key(
  { module, token, object }: Extract<KeyReference, { scheme: 'pkcs11' }>,
  pin: string,
): Promise<Pkcs11Key> {
  const constants = await loadPkcs11()
  try {
    const library = new constants.PKCS11()
    library.load(module)
    initialize(library, constants)
    const slot = findSlot(library, token)
    const session = library.C_OpenSession(slot, constants.CKF_SERIAL_SESSION)
    logIn(library, session, pin, constants)
    return { library, session, privateKey: findPrivateKey(library, session, object, constants), constants }
  } catch (cause) {
    throw signerUnfit(`the hardware module ${module} cannot be used: ${messageOf(cause)}`, cause)
  }
}

/** The library is optional: it is compiled when it is installed, which not every machine can. */
async function loadPkcs11(): Promise<Pkcs11Module> {
  try {
    return (await import('pkcs11js')).default
  } catch (cause) {
    throw signerUnfit('the optional package pkcs11js is not installed', cause)
  }
}

function initialize(library: PKCS11, { CKR_CRYPTOKI_ALREADY_INITIALIZED: already }: Pkcs11Module): void {
  ignoring(already, () => library.C_Initialize())
}

function logIn(library: PKCS11, session: Handle, pin: string, constants: Pkcs11Module): void {
  // A login holds for all sessions of a process on a token.
  ignoring(constants.CKR_USER_ALREADY_LOGGED_IN, () => library.C_Login(session, constants.CKU_USER, pin))
}

function ignoring(code: number, run: () => void): void {
  try {
    run()
  } catch (error) {
    const isExpected = error instanceof Error && 'code' in error && error.code === code
    if (!isExpected) throw error
  }
}

function findSlot(library: PKCS11, token: string): Handle {
  const slots = library.C_GetSlotList(true).filter((slot) => library.C_GetTokenInfo(slot).label.trimEnd() === token)
  const [slot, ...others] = slots
  if (slot === undefined || others.length > 0) throw new Error(`there are ${slots.length} tokens named ${token}`)
  return slot
}

function findPrivateKey(library: PKCS11, session: Handle, label: string, constants: Pkcs11Module): Handle {
  library.C_FindObjectsInit(session, [
    { type: constants.CKA_CLASS, value: constants.CKO_PRIVATE_KEY },
    { type: constants.CKA_LABEL, value: label },
  ])
  const found = library.C_FindObjects(session, 2)
  library.C_FindObjectsFinal(session)
  const [key, ...others] = found
  if (key === undefined || others.length > 0) throw new Error(`there are ${found.length} private keys named ${label}`)
  return key
}
