import { makePdf, stream } from '#pipelines/examination/content-trial.ts'
import { CaseDraft } from '../case-draft.ts'
import { folderTrial, type Trial } from '../trial.ts'
import { zipBytes } from '../zip-bytes.ts'

const pdf = await content('06', 'files/0002_劳动合同.pdf')
const jpeg = await content('10', 'files/B01-受理通知书.jpg')
const tiff = await content('01', 'files/A04_经营场所平面布局图.tif')
const pages = await content('10', 'files/A05-建设工程施工合同.tif')
const ofd = await content('07', 'files/a3-身份证电子证照.ofd')
const signedOfd = await content('07', 'files/b3-电子印章应用样例.ofd')
const wav = await content('10', 'files/B04-办结告知录音.wav')
const xml = await content('10', 'files/A12-电子表单数据.xml')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
)

const programs: Readonly<Record<string, Uint8Array>> = {
  ELF: bytes('7f454c460201010000000000000000000200 3e0001000000', 64),
  MZ: Buffer.concat([
    Buffer.from('MZ'),
    Buffer.alloc(58),
    bytes('80000000', 64),
    Buffer.from('PE\0\0'),
    Buffer.alloc(200),
  ]),
  shell: Buffer.from('#!/bin/sh\nrm -rf "$HOME"\n'),
  class: bytes('cafebabe00000041 000f0a0002000307', 100),
  'Mach-O': bytes('cffaedfe07000001 0300000002000000', 100),
  WebAssembly: bytes('0061736d01000000', 40),
  shortcut: bytes('4c00000001140200 00000000c0000000 00000046', 100),
}

/** Programs under the name of every kind of document. */
const disguised = Object.entries(programs).flatMap(([kind, program]) =>
  ['jpg', 'tif', 'ofd', 'xml', 'pdf', 'txt', 'zip', 'wav'].map((extension) =>
    attached(`a program (${kind}) as .${extension}`, 'FORMATS_EXECUTABLE', `files/材料.${extension}`, program),
  ),
)

const foreign: readonly (readonly [name: string, expected: string, extension: string, content: Uint8Array | string])[] =
  [
    ['a JPEG as .pdf', 'FORMATS_MISMATCH', 'pdf', jpeg],
    ['a PDF as .jpg', 'FORMATS_MISMATCH', 'jpg', pdf],
    ['a PNG as .jpg', 'FORMATS_MISMATCH', 'jpg', png],
    ['a TIFF as .jpeg', 'FORMATS_MISMATCH', 'jpeg', tiff],
    ['an OFD as .zip', 'FORMATS_MISMATCH', 'zip', ofd],
    ['an OFD as .pdf', 'FORMATS_MISMATCH', 'pdf', ofd],
    ['an XML as .csv', 'FORMATS_MISMATCH', 'csv', xml],
    ['a PDF without extension', 'FORMATS_MISMATCH', '', pdf],
    ['a PDF with two extensions', 'FORMATS_MISMATCH', 'pdf.exe', pdf],
    ['a ZIP as .ofd', 'FORMATS_', 'ofd', zipBytes([{ name: 'a.txt', content: 'x' }])],
    ['text as .pdf', 'FORMATS_MISMATCH', 'pdf', '就业登记申请表'],
    [
      'a Word file',
      'FORMATS_UNKNOWN',
      'docx',
      zipBytes([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'word/document.xml', content: '<a/>' },
      ]),
    ],
    [
      'a Word file with macros',
      'ACTIVE-CONTENT_SCRIPT',
      'docm',
      zipBytes([
        { name: '[Content_Types].xml', content: '<Types/>' },
        { name: 'word/document.xml', content: '<a/>' },
        { name: 'word/vbaProject.bin', content: 'x' },
      ]),
    ],
    ['an old Word file', 'FORMATS_UNKNOWN', 'doc', bytes('d0cf11e0a1b11ae1', 600)],
    ['RTF', 'FORMATS_UNKNOWN', 'rtf', '{\\rtf1\\ansi 合同}'],
    ['RTF as .doc', 'FORMATS_UNKNOWN', 'doc', '{\\rtf1\\ansi 合同}'],
    ['HTML', 'FORMATS_UNKNOWN', 'html', '<!DOCTYPE html><html><body>合同</body></html>'],
    ['HTML with a script', 'ACTIVE-CONTENT_SCRIPT', 'html', '<html><script>alert(1)</script></html>'],
    ['HTML as .xml', 'FORMATS_MISMATCH', 'xml', '<!DOCTYPE html><html><body>合同</body></html>'],
    [
      'SVG with a script',
      'ACTIVE-CONTENT_SCRIPT',
      'svg',
      '<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    ],
    ['a batch file', 'FORMATS_EXECUTABLE', 'bat', '@echo off\r\n'],
    ['a JavaScript file', 'FORMATS_EXECUTABLE', 'js', 'alert(1)'],
    ['RAR', 'FORMATS_UNKNOWN', 'rar', bytes('526172211a070100', 60)],
    ['7-Zip', 'FORMATS_UNKNOWN', '7z', bytes('377abcaf271c0004', 60)],
    ['gzip as .zip', 'FORMATS_MISMATCH', 'zip', bytes('1f8b0800', 60)],
    ['random bytes as .pdf', 'FORMATS_UNKNOWN', 'pdf', bytes('00ff00fe80817f03', 60)],
    ['zeros as .txt', 'FORMATS_UNKNOWN', 'txt', Buffer.alloc(1000)],
    [
      'a PDF that ends in a ZIP',
      'FORMATS_DAMAGED',
      'pdf',
      Buffer.concat([pdf, zipBytes([{ name: 'a', content: 'x' }])]),
    ],
    ['a JPEG that ends in a program', 'FORMATS_EXECUTABLE', 'jpg', Buffer.concat([jpeg, programs['MZ'] ?? jpeg])],
    [
      'a JPEG that ends in a ZIP',
      'FORMATS_MISMATCH',
      'jpg',
      Buffer.concat([jpeg, zipBytes([{ name: 'a', content: 'x' }])]),
    ],
    ['a PDF with a script', 'ACTIVE-CONTENT_SCRIPT', 'pdf', withObject('<< /S /JavaScript /JS (app.alert\\(1\\)) >>')],
    ['a PDF that starts a program', 'ACTIVE-CONTENT_SCRIPT', 'pdf', withObject('<< /S /Launch /F (cmd.exe) >>')],
    [
      'a PDF with a hidden script',
      'ACTIVE-CONTENT_SCRIPT',
      'pdf',
      makePdf({ contained: ['<< /S /Java#53cript /JS 9 0 R >>'] }),
    ],
    ['a PDF bomb', 'LIMITS_EXPANSION', 'pdf', makePdf({ contained: [`(${' '.repeat(70 * 2 ** 20)})`] })],
  ]

/** Encryption dictionaries of every handler (ISO 32000-2 7.6), direct and as an object of their own. */
const ciphers = {
  'RC4, 40 bits': '<< /Filter /Standard /V 1 /R 2 /O (x) /U (x) /P -44 >>',
  'RC4, 128 bits': '<< /Filter /Standard /V 2 /R 3 /Length 128 /O (x) /U (x) /P -44 >>',
  'AES, 128 bits':
    '<< /Filter /Standard /V 4 /R 4 /CF << /StdCF << /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF /O (x) /U (x) /P -44 >>',
  'AES, 256 bits':
    '<< /Filter /Standard /V 5 /R 6 /CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF /O (x) /U (x) /OE (x) /UE (x) /Perms (x) /P -4 >>',
  certificates: '<< /Filter /Adobe.PubSec /SubFilter /adbe.pkcs7.s5 /V 4 >>',
} as const

const locked = Object.entries(ciphers).flatMap(([cipher, dictionary]) => [
  attached(
    `a PDF encrypted by ${cipher}`,
    'FORMATS_ENCRYPTED',
    'files/密.pdf',
    makePdf({ trailer: `/Encrypt ${dictionary}` }),
  ),
  attached(
    `a PDF encrypted by ${cipher}, with cross-reference streams`,
    'FORMATS_ENCRYPTED',
    'files/密.pdf',
    makePdf({ contained: ['1'], trailer: `/Encrypt ${dictionary}` }),
  ),
  attached(
    `a PDF encrypted by ${cipher}, in an object`,
    'FORMATS_ENCRYPTED',
    'files/密.pdf',
    makePdf({
      objects: ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', dictionary],
      trailer: '/Encrypt 3 0 R',
    }),
  ),
])

const encryptedContainers: readonly Trial[] = [
  attached(
    'an encrypted ZIP',
    'FORMATS_ENCRYPTED',
    'files/密.zip',
    zipBytes([{ name: 'a.txt', content: 'x'.repeat(20), encrypted: true }]),
  ),
  attached(
    'a ZIP encrypted by AES',
    'FORMATS_ENCRYPTED',
    'files/密.zip',
    zipBytes([{ name: 'a.txt', content: 'x'.repeat(40), encrypted: true, method: 99 }]),
  ),
  attached(
    'an encrypted OFD',
    'FORMATS_ENCRYPTED',
    'files/密.ofd',
    zipBytes([
      { name: 'OFD.xml', content: '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>' },
      { name: 'Encryptions.xml', content: '<Encryptions/>' },
    ]),
  ),
  attached(
    'an OFD whose entries are encrypted',
    'FORMATS_ENCRYPTED',
    'files/密.ofd',
    zipBytes([{ name: 'OFD.xml', content: '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>', encrypted: true }]),
  ),
]

/** Files of every binary format, cut off at several points. */
const cut = Object.entries({
  'a.pdf': pdf,
  'a.jpg': jpeg,
  'a.tif': tiff,
  'pages.tif': pages,
  'a.ofd': ofd,
  'signed.ofd': signedOfd,
  'a.wav': wav,
  'a.png': png,
}).flatMap(([name, whole]) =>
  [0.1, 0.5, 0.9, 0.99].map((part) => {
    const kept = Math.max(12, Math.min(Math.floor(whole.length * part), whole.length - 2))
    return attached(`${name} cut off after ${part * 100} %`, 'FORMATS_', `files/${name}`, whole.subarray(0, kept))
  }),
)

const emptied = ['pdf', 'jpg', 'tif', 'png', 'ofd', 'xml', 'wav', 'zip', 'txt', 'mp4'].map((extension) =>
  attached(`an empty .${extension}`, 'FORMATS_EMPTY', `files/空.${extension}`, Buffer.alloc(0)),
)

/** Hand-overs with a file that may not be archived. */
export const formatTrials: readonly Trial[] = [
  ...disguised,
  ...foreign.map(([name, expected, extension, file]) =>
    attached(name, expected, extension === '' ? 'files/材料' : `files/材料.${extension}`, Buffer.from(file as string)),
  ),
  ...locked,
  ...encryptedContainers,
  ...cut,
  ...emptied,
  folderTrial('a media type that is not that of the file', '06', 'FORMATS_MISMATCH', 'files/材料.pdf', (draft) =>
    draft.attach('files/材料.pdf', pdf, { mediaType: 'image/jpeg' }),
  ),
]

function attached(name: string, expected: string, path: string, file: Uint8Array): Trial {
  return folderTrial(name, '06', expected, path, (draft) => draft.attach(path, file))
}

function withObject(object: string): Buffer {
  return makePdf({
    objects: ['<< /Type /Catalog /Pages 2 0 R >>', '<< /Type /Pages /Kids [] /Count 0 >>', object, stream('', 'x')],
  })
}

/** Bytes by their hexadecimal digits, filled up with zeros. */
function bytes(hex: string, length: number): Buffer {
  const head = Buffer.from(hex.replaceAll(' ', ''), 'hex')
  return Buffer.concat([head, Buffer.alloc(length - head.length)])
}

async function content(sample: string, path: string): Promise<Uint8Array> {
  return (await CaseDraft.of(sample)).content(path)
}
