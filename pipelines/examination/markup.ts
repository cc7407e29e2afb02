import type { Examination, Examined } from './examination.ts'
import { active } from './refusals.ts'

const scripts = /<\s*script[\s>/]|javascript:|\son[a-z]+\s*=/i

/**
 * HTML and SVG, which are not archived: names a script as the graver reason (`ACTIVE-CONTENT_SCRIPT`) if there is one
 * in as much of the file as is looked at in XML.
 */
export async function examineMarkup({ file, content, format, limits }: Examination): Promise<Examined> {
  const beginning = await content.read(0, limits.maxXmlBytes)
  const script = scripts.exec(beginning.toString('latin1'))
  if (script !== null) throw active(file, `${format.name}: ${script[0].trim()}`)
  return {}
}
