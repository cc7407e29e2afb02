import { expect, test } from 'vitest'
import { bytesReader } from '#archive-schema/content-reader.ts'
import { defaultContentLimits } from './content-limits.ts'
import { verdict } from './content-trial.ts'
import { examineContent } from './examine-content.ts'

const gbk = Buffer.from('b5b5b0b8', 'hex')

test('accepts text and tables in UTF-8 and GB 18030', async () => {
  expect(await verdict('a.txt', '档案\r\n')).toBe('text')
  expect(await verdict('a.csv', '\ufeff编号,名称\n1,申请书\n')).toBe('csv')
  expect(await verdict('a.txt', gbk)).toBe('text')
})

test('looks at the whole text, not only at its beginning', async () => {
  const long = 'a'.repeat(10_000)
  expect(await verdict('a.txt', Buffer.concat([Buffer.from(long), gbk]))).toBe('text')
  expect(await verdict('a.txt', Buffer.from(`${long}\0`))).toBe('FORMATS_DAMAGED')
  expect(await verdict('a.txt', Buffer.concat([Buffer.from(`${long}档`), Buffer.from([0xff])]))).toBe('FORMATS_DAMAGED')
})

test('does not mind where a stream is cut', async () => {
  const content = Buffer.from('档案馆'.repeat(2000))
  const reader = {
    ...bytesReader(content),
    async *stream() {
      for (const byte of content) yield Uint8Array.of(byte)
    },
  }
  await expect(examineContent('files/a.txt', reader, {}, defaultContentLimits)).resolves.toMatchObject({ id: 'text' })
})

test('refuses UTF-16', async () => {
  expect(await verdict('a.txt', Buffer.from('\ufeff档案', 'utf16le'))).toBe('FORMATS_UNKNOWN')
})

test.for(['a.bat', 'a.js', 'a.vbs', 'a.ps1', 'a.PY'])('refuses text named %s as a script', async (name) => {
  expect(await verdict(name, 'echo 1')).toBe('FORMATS_EXECUTABLE')
})
