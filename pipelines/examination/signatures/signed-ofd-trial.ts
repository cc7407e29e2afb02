import { createHash } from 'node:crypto'
import { encodeDer } from '#archive-schema/evidence/der.ts'
import { makeSeal, makeSealSignature, type SealWishes } from '#archive-schema/signatures/seal-trial.ts'
import { makeZip, ofdEntries } from '../content-trial.ts'

/** What a test wants of a signed OFD; the rest is ordinary. */
export type SignedOfdWishes = Omit<SealWishes, 'file' | 'path' | 'seal'> & {
  readonly type?: 'Seal' | 'Sign'
  /** Name of the digest, and of the one that is really used. */
  readonly checkMethod?: string
  readonly digest?: string
  /** Makes SignedValue.dat. */
  readonly sign?: (signatureFile: Uint8Array, path: string) => Uint8Array
  /** Last changes: files that are added, or taken away by `undefined`. */
  readonly changes?: Readonly<Record<string, string | Uint8Array | undefined>>
  /** Change of Signature.xml before it is signed. */
  readonly signatureFile?: (text: string) => string
}

export const signaturePath = 'Doc_0/Signs/Sign_0/Signature.xml'
export const valuePath = 'Doc_0/Signs/Sign_0/SignedValue.dat'
export const listPath = 'Doc_0/Signs/Signatures.xml'
export const sealPath = 'Doc_0/Signs/Sign_0/Seal.esl'
const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'

/** An OFD of one document with one seal or signature over all of its files. */
export function makeSignedOfd(wishes: SignedOfdWishes): Promise<Buffer> {
  const { type = 'Seal', signatureFile = (text) => text, sign, changes = {} } = wishes
  const seal = makeSeal({ ...wishes, file: Buffer.of(), path: signaturePath })
  const content: Record<string, string | Uint8Array> = {
    ...ofdEntries,
    'OFD.xml': ofdEntries['OFD.xml'].replace(
      '</ofd:DocBody>',
      `<ofd:Signatures>/${listPath}</ofd:Signatures></ofd:DocBody>`,
    ),
    ...(type === 'Seal' ? { [sealPath]: encodeDer(seal) } : {}),
  }
  const text = signatureFile(describeSignature(wishes, content))
  const file = Buffer.from(text)
  const value = sign?.(file, signaturePath) ?? makeSealSignature({ ...wishes, seal, file, path: signaturePath })
  const entries = {
    ...content,
    [listPath]: `<ofd:Signatures ${namespace}><ofd:MaxSignId>1</ofd:MaxSignId><ofd:Signature ID="1" Type="${type}" BaseLoc="Sign_0/Signature.xml"/></ofd:Signatures>`,
    [signaturePath]: text,
    [valuePath]: value,
    ...changes,
  }
  const present = Object.entries(entries).filter(
    (entry): entry is [string, string | Uint8Array] => entry[1] !== undefined,
  )
  return makeZip(Object.fromEntries(present))
}

function describeSignature(
  { type = 'Seal', checkMethod = '1.2.156.10197.1.401', digest = 'sm3' }: SignedOfdWishes,
  content: Readonly<Record<string, string | Uint8Array>>,
): string {
  const references = Object.entries(content).map(([path, bytes]) => {
    const value = createHash(digest).update(bytes).digest('base64')
    return `<ofd:Reference FileRef="/${path}"><ofd:CheckValue>${value}</ofd:CheckValue></ofd:Reference>`
  })
  const seal = type === 'Seal' ? `<ofd:Seal><ofd:BaseLoc>/${sealPath}</ofd:BaseLoc></ofd:Seal>` : ''
  return (
    `<ofd:Signature ${namespace}><ofd:SignedInfo><ofd:Provider ProviderName="test"/>` +
    `<ofd:SignatureMethod>1.2.156.10197.1.501</ofd:SignatureMethod>${seal}` +
    `<ofd:References CheckMethod="${checkMethod}">${references.join('')}</ofd:References></ofd:SignedInfo>` +
    '<ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>'
  )
}
