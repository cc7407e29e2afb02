import { makeZip } from '#pipelines/examination/content-trial.ts'

/** What is put into a good OFD-A, to spoil it. Text goes into the element that it names; files come beside the others. */
export type OfdChange = {
  readonly docType?: string
  readonly body?: string
  readonly document?: string
  readonly resources?: string
  readonly fontFile?: boolean
  readonly page?: string
  readonly docInfo?: string
  readonly files?: Readonly<Record<string, string | Uint8Array>>
}

const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
const layers =
  '<ofd:Layer Type="Background" ID="3"><ofd:ImageObject ID="4" ResourceID="2"/></ofd:Layer>' +
  '<ofd:Layer ID="5"><ofd:TextObject ID="6" Font="1"><ofd:TextCode>营业执照</ofd:TextCode></ofd:TextObject></ofd:Layer>'
const metadata = '<ofd:CustomDatas><ofd:CustomData Name="M22">题名</ofd:CustomData></ofd:CustomDatas>'

/** A small OFD-A that breaks no rule, after a change. */
export function archiveOfd(change: OfdChange = {}): Promise<Buffer> {
  const { docType = 'OFD-A', body = '', document = '', resources = '', page = layers, docInfo = metadata } = change
  const font = change.fontFile === false ? '' : '<ofd:FontFile>song.ttf</ofd:FontFile>'
  return makeZip({
    'OFD.xml': `<ofd:OFD ${namespace} Version="1.1" DocType="${docType}"><ofd:DocBody><ofd:DocInfo>${docInfo}</ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>${body}</ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document ${namespace}><ofd:CommonData><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>${document}</ofd:Document>`,
    'Doc_0/PublicRes.xml': `<ofd:Res ${namespace} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="1" FontName="宋体">${font}</ofd:Font></ofd:Fonts><ofd:ColorSpaces><ofd:ColorSpace ID="9" Type="RGB"/></ofd:ColorSpaces><ofd:MultiMedias><ofd:MultiMedia ID="2" Type="Image" Format="JPEG"><ofd:MediaFile>scan.jpg</ofd:MediaFile></ofd:MultiMedia>${resources}</ofd:MultiMedias></ofd:Res>`,
    'Doc_0/Pages/Page_0/Content.xml': `<ofd:Page ${namespace}><ofd:Content>${page}</ofd:Content></ofd:Page>`,
    'Doc_0/Res/scan.jpg': Buffer.from('ffd8ff', 'hex'),
    ...(change.fontFile === false ? {} : { 'Doc_0/Res/song.ttf': Buffer.from('00010000', 'hex') }),
    ...change.files,
  })
}
