import type { Examiner } from './examination.ts'
import { examineJp2 } from './jp2.ts'
import { examineJpeg } from './jpeg.ts'
import { examineMarkup } from './markup.ts'
import { examineMp3 } from './mp3.ts'
import { examineMp4 } from './mp4.ts'
import { examineOfd } from './ofd.ts'
import { examineOffice } from './office.ts'
import { examineOle } from './ole.ts'
import { examinePdf } from './pdf.ts'
import { examinePng } from './png.ts'
import { examineAvi, examineWav } from './riff.ts'
import { examineText } from './text.ts'
import { examineTiff } from './tiff.ts'
import { examineXml } from './xml.ts'
import { examineZip } from './zip.ts'

/** The examiner of each format of the profile that has one. Every accepted format must have one. */
export const examiners: ReadonlyMap<string, Examiner> = new Map([
  ['pdf', examinePdf],
  ['ofd', examineOfd],
  ['jpeg', examineJpeg],
  ['tiff', examineTiff],
  ['bigtiff', examineTiff],
  ['png', examinePng],
  ['jp2', examineJp2],
  ['wav', examineWav],
  ['mp3', examineMp3],
  ['mp4', examineMp4],
  ['avi', examineAvi],
  ['xml', examineXml],
  ['csv', examineText],
  ['text', examineText],
  ['zip', examineZip],
  ['docx', examineOffice],
  ['xlsx', examineOffice],
  ['pptx', examineOffice],
  ['odf', examineOffice],
  ['ole', examineOle],
  ['html', examineMarkup],
  ['svg', examineMarkup],
])
