import { extensionOf } from '#archive-schema/formats/format-agreement.ts'
import { headBytes, identifyFormat, refineZip, tellingEntries } from '#archive-schema/formats/identify-format.ts'
import type { ContentLimits } from './content-limits.ts'
import type { ContentWindow } from './content-window.ts'
import type { Examination } from './examination.ts'
import { ExpansionBudget } from './expansion-budget.ts'
import { listOleNames } from './ole-names.ts'
import { unknownFormat } from './refusals.ts'
import { readEntry } from './zip.ts'
import { listZip, type ZipEntry } from './zip-listing.ts'

/** An entry that is larger than this tells nothing of the format. */
const maxTellingBytes = 1 << 20

/** What a file is by its bytes, containers by what is in them. Throws for one that nobody knows. */
export async function beginExamination(
  file: string,
  content: ContentWindow,
  limits: ContentLimits,
): Promise<Examination> {
  const budget = new ExpansionBudget(file, content.bytes, limits)
  const found = identifyFormat(await content.read(0, headBytes), extensionOf(file))
  if (found === undefined) throw unknownFormat(file, 'no known signature')
  const examination = { file, content, format: found, entries: [], limits, budget }
  if (found.id === 'ole') return { ...examination, inside: await listOleNames(content) }
  return found.id === 'zip' ? lookIntoZip(examination) : examination
}

async function lookIntoZip(examination: Examination): Promise<Examination> {
  const { file, content, format, limits } = examination
  const entries = await listZip(file, content, limits)
  const texts = await readTellingEntries(file, content, entries)
  const names = entries.map((entry) => entry.name)
  return { ...examination, entries, format: refineZip(format, names, texts), inside: [...texts.values()].join('\n') }
}

/** UTF-16 reads like UTF-8 without its zeros: what is sought is ASCII. */
async function readTellingEntries(file: string, content: ContentWindow, entries: readonly ZipEntry[]) {
  const texts = new Map<string, string>()
  for (const entry of entries) {
    if (!tellingEntries.has(entry.name) || entry.expandedBytes > maxTellingBytes) continue
    texts.set(entry.name, (await readEntry(file, content, entry)).toString('latin1').replaceAll('\0', ''))
  }
  return texts
}
