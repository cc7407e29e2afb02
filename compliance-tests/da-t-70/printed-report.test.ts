import { PDFiumLibrary } from '@hyzyla/pdfium'
import { beforeAll, expect, test } from 'vitest'
import { exampleReport } from '#archive-schema/inspection/example-report.ts'
import { renderReport } from '#services/reports/render-report.ts'
import { installPrograms } from '../stack/install-programs.ts'

const record = { archivalCode: '0142-1', title: '申请', unit: '某局' }

beforeAll(() => installPrograms([{ program: 'chromium', debianPackage: 'chromium' }]))

test('a report is printed as a PDF that can be read', async () => {
  const pdf = await renderReport('pdf', [{ report: exampleReport, record }], undefined)
  const library = await PDFiumLibrary.init()
  const document = await library.loadDocument(pdf)
  const text = [...document.pages()].map((page) => page.getText()).join('\n')
  document.destroy()
  library.destroy()
  expect(text).toContain(exampleReport.target.sha256)
  expect(text).toContain('DA/T 70-2018 YJ/1-5')
})
