import { makeZip } from '#pipelines/examination/content-trial.ts'
import { oleFile } from '#pipelines/examination/ole-trial.ts'

/** A file of a format that only what lies in its container tells. */
export type ContainerSkeleton = { readonly pronom: string; readonly extension: string; readonly content: Buffer }

const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml'
const sheet = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const slides = 'application/vnd.openxmlformats-officedocument.presentationml'
const microsoft = 'application/vnd.ms-'

/** Main content types of Office Open XML by PRONOM identifier (container signatures of 2024-05-01). */
const mainTypes: readonly (readonly [pronom: string, extension: string, type: string])[] = [
  ['fmt/412', 'docx', `${word}.document.main+xml`],
  ['fmt/523', 'docm', `${microsoft}word.document.macroEnabled.main+xml`],
  ['fmt/597', 'dotx', `${word}.template.main+xml`],
  ['fmt/599', 'dotm', `${microsoft}word.template.macroEnabledTemplate.main+xml`],
  ['fmt/214', 'xlsx', `${sheet}.sheet.main+xml`],
  ['fmt/445', 'xlsm', `${microsoft}excel.sheet.macroEnabled.main+xml`],
  ['fmt/595', 'xlsb', `${microsoft}excel.sheet.binary.macroEnabled.main`],
  ['fmt/598', 'xltx', `${sheet}.template.main+xml`],
  ['fmt/627', 'xltm', `${microsoft}excel.template.macroEnabled.main+xml`],
  ['fmt/215', 'pptx', `${slides}.presentation.main+xml`],
  ['fmt/487', 'pptm', `${microsoft}powerpoint.presentation.macroEnabled.main+xml`],
  ['fmt/629', 'ppsx', `${slides}.slideshow.main+xml`],
  ['fmt/630', 'ppsm', `${microsoft}powerpoint.slideshow.macroEnabled.main+xml`],
  ['fmt/631', 'potx', `${slides}.template.main+xml`],
]

/** Streams and storages of OLE2 files; Word and Excel by the names alone. */
const oleStreams: readonly (readonly [pronom: string, extension: string, names: readonly string[]])[] = [
  ['fmt/609', 'doc', ['WordDocument', '1Table', '\u0001CompObj']],
  ['fmt/61', 'xls', ['Workbook', '\u0005SummaryInformation']],
  ['fmt/59', 'xls', ['Book']],
  ['fmt/126', 'ppt', ['PowerPoint Document', 'Current User', 'Pictures']],
  ['x-fmt/430', 'msg', ['__properties_version1.0', '__nameid_version1.0', '__recip_version1.0_#00000000']],
  ['fmt/494', 'docx', ['EncryptionInfo', 'EncryptedPackage', '\u0006DataSpaces']],
  ['fmt/111', 'wps', ['Contents']],
]

const openDocument: readonly (readonly [pronom: string, extension: string, type: string])[] = [
  ['fmt/291', 'odt', 'text'],
  ['fmt/295', 'ods', 'spreadsheet'],
  ['fmt/293', 'odp', 'presentation'],
]

/** OFD has no PRONOM identifier: here it is named by the format of the profile. */
export async function containerSkeletons(): Promise<readonly ContainerSkeleton[]> {
  const ooxml = mainTypes.map(async ([pronom, extension, type]) => {
    const types = `<Types><Override PartName="/main" ContentType="${type}"/></Types>`
    return { pronom, extension, content: await makeZip({ '[Content_Types].xml': types }) }
  })
  const odf = openDocument.map(async ([pronom, extension, type]) => ({
    pronom,
    extension,
    content: await makeZip({ mimetype: `application/vnd.oasis.opendocument.${type}`, 'content.xml': '<a/>' }),
  }))
  const ole = oleStreams.map(([pronom, extension, names]) => ({ pronom, extension, content: oleFile(names) }))
  return [
    ...(await Promise.all([...ooxml, ...odf])),
    ...ole,
    { pronom: 'ofd', extension: 'ofd', content: await makeZip({ 'OFD.xml': '<ofd:OFD/>' }) },
    { pronom: 'x-fmt/412', extension: 'jar', content: await makeZip({ 'META-INF/MANIFEST.MF': 'x' }) },
    { pronom: 'x-fmt/263', extension: 'zip', content: await makeZip({ 'a.txt': 'x' }) },
    { pronom: 'fmt/817', extension: 'json', content: Buffer.from('{"a":1}') },
    { pronom: 'x-fmt/18', extension: 'csv', content: Buffer.from('编号,名称\n1,甲\n') },
    { pronom: 'x-fmt/111', extension: 'txt', content: Buffer.from('营业执照\n') },
  ]
}
