import { z } from 'zod'
import { demandOfSignature } from '#archive-schema/evidence/demand.ts'
import { type OfdContainer, readXmlEntry } from '../ofd.ts'

const once = <T extends z.ZodType>(schema: T) => z.tuple([schema])
/** Text of an element, which is an object where the element has attributes too. */
const text = z
  .union([z.string(), z.object({ _: z.string() }).transform(({ _ }) => _)])
  .transform((value) => value.trim())

const mainEntry = z.object({
  OFD: once(z.object({ DocBody: z.array(z.object({ Signatures: z.array(text).optional() })) })),
})

const signatureList = z.object({
  Signatures: once(
    z.object({
      Signature: z
        .array(
          z.object({ $: z.object({ ID: z.string(), Type: z.enum(['Seal', 'Sign']).optional(), BaseLoc: z.string() }) }),
        )
        .optional(),
    }),
  ),
})

const reference = z.object({ $: z.object({ FileRef: z.string() }), CheckValue: once(text) })

const signatureFile = z.object({
  Signature: once(
    z.object({
      SignedInfo: once(
        z.object({
          SignatureMethod: z.array(text).max(1).optional(),
          References: once(
            z.object({
              $: z.object({ CheckMethod: z.string().optional() }).optional(),
              Reference: z.array(reference).min(1),
            }),
          ),
          Seal: z
            .array(z.object({ BaseLoc: once(text) }))
            .max(1)
            .optional(),
        }),
      ),
      SignedValue: once(text),
    }),
  ),
})

/** One line of a list of signatures (GB/T 33190-2016 18.1). */
export type ListedSignature = { readonly id: string; readonly type: 'Seal' | 'Sign'; readonly path: string }

/** 签名文件 `Signature.xml` (GB/T 33190-2016 18.2), paths from the root of the container. */
export type SignatureFile = {
  readonly checkMethod: string | undefined
  readonly references: readonly { readonly path: string; readonly checkValue: string }[]
  readonly sealPath: string | undefined
  readonly signedValuePath: string
}

/** Paths of the lists of signatures that the documents name. Throws as `readXmlEntry`, and `SIGNATURE_INVALID`. */
export async function readListPaths(container: OfdContainer): Promise<readonly string[]> {
  const main = parse(mainEntry, await readXmlEntry(container, 'OFD.xml'), 'OFD.xml')
  return main.OFD[0].DocBody.flatMap(({ Signatures }) => Signatures ?? []).map((path) => resolvePath('OFD.xml', path))
}

/** The signatures of one list. Throws as `readListPaths`. */
export async function readSignatureList(container: OfdContainer, path: string): Promise<readonly ListedSignature[]> {
  const list = parse(signatureList, await readXmlEntry(container, path), path)
  return (list.Signatures[0].Signature ?? []).map(({ $ }) => ({
    id: $.ID,
    type: $.Type ?? 'Seal',
    path: resolvePath(path, $.BaseLoc),
  }))
}

/** Throws as `readListPaths`. */
export async function readSignatureFile(container: OfdContainer, path: string): Promise<SignatureFile> {
  const { SignedInfo, SignedValue } = parse(signatureFile, await readXmlEntry(container, path), path).Signature[0]
  const [{ References, Seal }] = SignedInfo
  const [{ $, Reference }] = References
  const sealPath = Seal?.[0]?.BaseLoc[0]
  return {
    checkMethod: $?.CheckMethod,
    references: Reference.map((one) => ({ path: resolvePath(path, one.$.FileRef), checkValue: one.CheckValue[0] })),
    sealPath: sealPath === undefined ? undefined : resolvePath(path, sealPath),
    signedValuePath: resolvePath(path, SignedValue[0]),
  }
}

/** 路径 (ST_Loc, GB/T 33190-2016 7.3): from the root with a slash before it, else from the folder of the file that names it. */
function resolvePath(from: string, path: string): string {
  const parts = path.startsWith('/') ? [] : from.split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return parts.join('/')
}

function parse<T extends z.ZodType>(schema: T, tree: unknown, path: string): z.output<T> {
  const parsed = schema.safeParse(tree)
  const found = parsed.success ? '' : z.prettifyError(parsed.error).replaceAll(/\s+/g, ' ')
  demandOfSignature(parsed.success, `${path}: ${found}`)
  return parsed.data
}
