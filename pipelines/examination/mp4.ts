import type { Examination, Examined } from './examination.ts'
import { topBoxes } from './iso-boxes.ts'
import { damaged } from './refusals.ts'

/**
 * MP4 (ISO/IEC 14496-14): every top box is whole, and there are a description of the film (`moov`) and its data
 * (`mdat`). The streams inside are not decoded, and their codec is not judged.
 */
export async function examineMp4({ file, content }: Examination): Promise<Examined> {
  const types = (await topBoxes(file, content)).map((box) => box.type)
  const missing = ['ftyp', 'moov', 'mdat'].filter((type) => !types.includes(type))
  if (missing.length > 0) throw damaged(file, `MP4 without ${missing.join(', ')}`)
  return {}
}
