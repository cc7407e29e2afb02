import { expect, test } from 'vitest'
import { parsePage } from './s3-version-list.ts'

const page = (content: string) =>
  `<?xml version="1.0"?><ListVersionsResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name>${content}</ListVersionsResult>`
const version = (key: string, id: string) =>
  `<Version><Key>${key}</Key><VersionId>${id}</VersionId><IsLatest>true</IsLatest><Size>7</Size><Owner><ID>u</ID></Owner></Version>`
const marker = (key: string, id: string) => `<DeleteMarker><Key>${key}</Key><VersionId>${id}</VersionId></DeleteMarker>`

test('keeps the order of versions and delete markers', async () => {
  const list = marker('a', '3') + version('a', '2') + marker('a', '1') + version('b', '1')
  const { versions, next } = await parsePage(page(`<IsTruncated>false</IsTruncated>${list}`))
  expect(versions).toEqual([
    { key: 'a', version: '3', bytes: 0, isMarker: true },
    { key: 'a', version: '2', bytes: 7, isMarker: false },
    { key: 'a', version: '1', bytes: 0, isMarker: true },
    { key: 'b', version: '1', bytes: 7, isMarker: false },
  ])
  expect(next).toBeUndefined()
})

test('reads keys as they were written', async () => {
  const { versions } = await parsePage(page(`<IsTruncated>false</IsTruncated>${version(' 甲&amp;乙 &lt;1&gt; ', '1')}`))
  expect(versions.map(({ key }) => key)).toEqual([' 甲&乙 <1> '])
})

test('reads an empty list', async () => {
  expect(await parsePage(page('<Prefix></Prefix><IsTruncated>false</IsTruncated>'))).toEqual({
    versions: [],
    next: undefined,
  })
})

test('tells where the list goes on', async () => {
  const more = '<IsTruncated>true</IsTruncated><NextKeyMarker>案卷/1 &amp; 2</NextKeyMarker>'
  const { next } = await parsePage(page(`${more}<NextVersionIdMarker>v</NextVersionIdMarker>`))
  expect(next).toEqual({ key: '案卷/1 & 2', version: 'v' })
  await expect(parsePage(page(more))).rejects.toThrow('does not say where it goes on')
})

test('refuses an answer that is no version list or has half an entry', async () => {
  await expect(parsePage('<html/>')).rejects.toThrow()
  await expect(parsePage('')).rejects.toThrow()
  const half = '<IsTruncated>false</IsTruncated><Version><Key>a</Key><Size>1</Size></Version>'
  await expect(parsePage(page(half))).rejects.toThrow('bad entry')
})
