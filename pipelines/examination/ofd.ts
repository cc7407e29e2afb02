import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Examination, Examined } from './examination.ts'
import { damaged, encrypted } from './refusals.ts'
import { refuseDoctype, xmlText } from './xml-text.ts'
import { parseXml } from './xml-tree.ts'
import { examineZip, readEntry } from './zip.ts'

/** 主入口 (GB/T 33190 7.4): what is read of `OFD.xml`. */
const mainEntrySchema = z.object({
  OFD: z.tuple([
    z.object({
      $: z.object({ Version: z.string().optional() }).optional(),
      DocBody: z.array(z.object({ DocRoot: z.array(z.string()).length(1) })).min(1),
    }),
  ]),
})
/** 文档根节点 (GB/T 33190 7.5): what is read of `Document.xml` to count its pages. */
const pagesSchema = z.object({
  Document: z.tuple([z.object({ Pages: z.array(z.object({ Page: z.array(z.unknown()).optional() })).min(1) })]),
})
/** Entries of an encrypted OFD (GM/T 0099). */
const encryptionEntries = ['Encryptions.xml', 'decryptseed.dat']

/** What is needed of an examination to read entries. */
export type OfdContainer = Pick<Examination, 'file' | 'content' | 'entries' | 'limits'>

/**
 * OFD (GB/T 33190-2016): a sound ZIP in which `OFD.xml` is well-formed and every document that it names is there and
 * well-formed too. Not encrypted (GM/T 0099). Pages, resources and signatures are not looked into; the CRC of the ZIP
 * vouches for their bytes.
 */
export async function examineOfd(examination: Examination): Promise<Examined> {
  const { file, entries } = examination
  const cipher = entries.find((entry) => encryptionEntries.includes(entry.name))
  if (cipher !== undefined) throw encrypted(file, cipher.name)
  await examineZip(examination)
  const { version, roots } = await readMainEntry(examination)
  for (const root of roots) await readXmlEntry(examination, root)
  return version === undefined ? {} : { version }
}

/** 页数 (GB/T 33190 7.5): the pages that every document of the OFD lists. Throws as `readXmlEntry`. */
export async function countOfdPages(container: OfdContainer): Promise<number> {
  const { roots } = await readMainEntry(container)
  let pages = 0
  for (const root of roots) {
    const parsed = pagesSchema.safeParse(await readXmlEntry(container, root))
    if (!parsed.success) throw damaged(container.file, `${root} without Pages`, parsed.error)
    const [document] = parsed.data.Document
    pages += document.Pages.reduce((sum, { Page = [] }) => sum + Page.length, 0)
  }
  return pages
}

async function readMainEntry(container: OfdContainer): Promise<{ version: string | undefined; roots: string[] }> {
  const parsed = mainEntrySchema.safeParse(await readXmlEntry(container, 'OFD.xml'))
  if (!parsed.success) throw damaged(container.file, 'OFD.xml without DocBody and DocRoot', parsed.error)
  const [main] = parsed.data.OFD
  const roots = main.DocBody.flatMap((body) => body.DocRoot.map((root) => root.trim().replace(/^\//, '')))
  return { version: main.$?.Version, roots }
}

/** The tree of one XML entry. Throws `FORMATS_DAMAGED` if it is missing or not well-formed, `LIMITS_SIZE`, `ACTIVE-CONTENT_DTD`. */
export async function readXmlEntry(container: OfdContainer, name: string): Promise<Record<string, unknown>> {
  const { file, content, entries, limits } = container
  const entry = entries.find((candidate) => candidate.name === name)
  if (entry === undefined) throw damaged(file, `OFD without ${name}`)
  if (entry.expandedBytes > limits.maxXmlBytes) {
    const [found, expected] = [`${entry.expandedBytes} bytes`, `${limits.maxXmlBytes} bytes`]
    throw new ArchiveError({ code: 'LIMITS_SIZE', file: `${file}/${name}`, found, expected })
  }
  const inner = `${file}/${name}`
  const text = xmlText(inner, await readEntry(file, content, entry), false)
  refuseDoctype(inner, text)
  return parseXml(inner, text)
}
