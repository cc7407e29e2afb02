import { buffer } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { ZipFile } from 'yazl'
import { readOfd } from './ofd-text.ts'

function zip(parts: Readonly<Record<string, string>>): Promise<Buffer> {
  const file = new ZipFile()
  for (const [path, content] of Object.entries(parts)) file.addBuffer(Buffer.from(content), path)
  file.end()
  return buffer(file.outputStream)
}

const text = (box: string, content: string, more = '') =>
  `<ofd:TextObject Boundary="${box}" Size="5">${more}<ofd:TextCode X="0" Y="5">${content}</ofd:TextCode></ofd:TextObject>`
const page = (namespace: string, inner: string, before = '') =>
  `<ofd:Page xmlns:ofd="${namespace}">${before}<ofd:Content><ofd:Layer>${inner}</ofd:Layer></ofd:Content></ofd:Page>`

/** Two pages over a template; on the first the value comes before its label, and below a block within a block. */
function licence(namespace: string): Promise<Buffer> {
  const value = text('40 20 30 5', '⻓沙公司')
  const block = `<ofd:PageBlock><ofd:PageBlock>${text('10 30 30 5', '第二行')}</ofd:PageBlock></ofd:PageBlock>`
  const template = '<ofd:Template TemplateID="9"/>'
  return zip({
    'OFD.xml': `<ofd:OFD xmlns:ofd="${namespace}"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
    'Doc_0/Document.xml': `<ofd:Document xmlns:ofd="${namespace}"><ofd:CommonData>
      <ofd:TemplatePage ID="9" BaseLoc="Tpls/T.xml"/>
      <ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>
      <ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/1.xml"/><ofd:Page ID="2" BaseLoc="/Doc_0/Pages/2.xml"/></ofd:Pages></ofd:Document>`,
    'Doc_0/Tpls/T.xml': page(namespace, text('10 5 60 5', '许可证')),
    'Doc_0/Pages/1.xml': page(namespace, value + text('10 20 20 5', '名称') + block, template),
    'Doc_0/Pages/2.xml': page(namespace, text('10 20 20 5', '附页')),
  })
}

test.for(['http://www.ofdspec.org/2016', 'http://www.ofdspec.org'])(
  'the pages of an OFD of %s are read in reading order',
  async (namespace) => {
    const pages = await readOfd(await licence(namespace))
    expect(pages.map(({ page: number, source, text }) => [number, source, text])).toEqual([
      [1, 'structure', '许可证\n名称 长沙公司\n第二行'],
      [2, 'structure', '附页'],
    ])
  },
)

test('words have places in pixels of the page at 200 dpi, and what the file says is certain', async () => {
  const [first] = await readOfd(await licence('http://www.ofdspec.org/2016'))
  expect(first).toMatchObject({ width: 1654, height: 2339, dpi: 200 })
  expect(first?.words[0]).toEqual({ text: '许', confidence: 100, box: expect.objectContaining({ x0: 79, y0: 39 }) })
})

test('a part that is named but missing is an error', async () => {
  const bytes = await zip({ 'OFD.xml': '<OFD><DocBody><DocRoot>Doc_0/Document.xml</DocRoot></DocBody></OFD>' })
  await expect(readOfd(bytes)).rejects.toThrow('no part Doc_0/Document.xml')
})

test('a path that leads out of the file finds nothing', async () => {
  const bytes = await zip({ 'OFD.xml': '<OFD><DocBody><DocRoot>../../etc/passwd</DocRoot></DocBody></OFD>' })
  await expect(readOfd(bytes)).rejects.toThrow('no part etc/passwd')
})

test('bytes that are no ZIP file are an error', async () => {
  await expect(readOfd(Buffer.from('no zip'))).rejects.toThrow()
})
