import { z } from 'zod'
import { code, oneOf, text, timestamp, wholeNumber } from './field-types.ts'

/** Length of a content path in characters, `files/` included. */
export const pathLength = { min: 7, max: 240 } as const

// Which part of the form failed is told by `content-path.ts`.
const pathSchema = text('相对路径，在 files/ 之下，NFC，无 . 与 ..', pathLength).regex(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is there to refuse them.
  /^files(\/(?!\.{1,2}(\/|$))[^/\\\u0000-\u001f]+)+$/,
)

const scanSchema = z
  .strictObject({
    dpi: wholeNumber('分辨率', { min: 100, max: 2400 }),
    colour: oneOf('色彩模式', ['彩色', '灰度', '黑白']),
    compression: text('压缩', { max: 40 }).exactOptional(),
    device: text('设备', { max: 60 }).exactOptional(),
    software: text('软件', { max: 60 }).exactOptional(),
    operator: text('操作人', { max: 60 }).exactOptional(),
    scannedAt: timestamp('扫描时间').exactOptional(),
    pages: wholeNumber('页数', { min: 1 }).exactOptional(),
  })
  .describe('数字化属性')

const eLicenceSchema = z
  .strictObject({
    type: text('证照类型'),
    code: text('证照编号'),
    holder: text('持证主体'),
    issuer: text('颁发机构'),
  })
  .describe('电子证照')

/** 文件 (one content file of a material, as `case.json` lists it). */
export const materialFileSchema = z
  .strictObject({
    path: pathSchema,
    bytes: wholeNumber('字节数', { min: 1 }),
    sha256: code('SHA-256', /^[0-9a-f]{64}$/),
    mediaType: text('媒体类型', { max: 100 }).exactOptional(),
    createdAt: timestamp('形成时间').exactOptional(),
    pageCount: wholeNumber('页数', { min: 1 }).exactOptional(),
    scan: scanSchema.exactOptional(),
    eLicence: eLicenceSchema.exactOptional(),
  })
  .meta({ id: 'file', description: '文件' })
