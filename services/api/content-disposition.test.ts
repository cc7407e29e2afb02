import { expect, test } from 'vitest'
import { attachment } from './content-disposition.ts'

test.for([
  ['a.zip', "attachment; filename*=UTF-8''a.zip"],
  ['0001_申请表.pdf', "attachment; filename*=UTF-8''0001_%E7%94%B3%E8%AF%B7%E8%A1%A8.pdf"],
  [`a'(1)*"\r\n.pdf`, "attachment; filename*=UTF-8''a%27%281%29%2A%22%0D%0A.pdf"],
] as const)('%j is named in ASCII only', ([name, header]) => {
  expect(attachment(name)).toBe(header)
})
