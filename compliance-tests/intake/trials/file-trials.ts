import { truncate } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CaseDraft } from '../case-draft.ts'
import { folderTrial, type Trial } from '../trial.ts'

/** A file of a sample that is not the one of the refused samples: other formats, other places, several in a material. */
const places = [
  ['01', 'files/A03_法定代表人身份证明.tif'],
  ['01', 'files/A01_食品经营许可申请书-2.jpg'],
  ['05', 'files/C-3_送达回证.pdf'],
  ['07', 'files/a3-身份证电子证照.ofd'],
  ['10', 'files/A07-施工图审查合格书-2.jpg'],
  ['10', 'files/A12-电子表单数据.xml'],
  ['10', 'files/B04-办结告知录音.wav'],
] as const

type Fault = readonly [name: string, expected: string, change: (draft: CaseDraft, path: string) => unknown]

const faults: readonly Fault[] = [
  [
    'another digest',
    'FIXITY_SHA256_DIFFERS',
    (draft, path) => {
      draft.listed(path)['sha256'] = 'a'.repeat(64)
    },
  ],
  [
    'one byte more in the list',
    'FIXITY_SIZE_DIFFERS',
    (draft, path) => {
      draft.listed(path)['bytes'] = Number(draft.listed(path)['bytes']) + 1
    },
  ],
  [
    'one byte in the list',
    'FIXITY_SIZE_DIFFERS',
    (draft, path) => {
      draft.listed(path)['bytes'] = 1
    },
  ],
  [
    'an immense size in the list',
    'FIXITY_SIZE_DIFFERS',
    (draft, path) => {
      draft.listed(path)['bytes'] = 2 ** 52
    },
  ],
  [
    '0 bytes in the list',
    'SCHEMA_INVALID',
    (draft, path) => {
      draft.listed(path)['bytes'] = 0
    },
  ],
  [
    'one bit of the file flipped',
    'FIXITY_SHA256_DIFFERS',
    (draft, path) => {
      const content = Buffer.from(draft.content(path))
      content.writeUInt8(content.readUInt8(content.length >> 1) ^ 1, content.length >> 1)
      draft.files.set(path, content)
    },
  ],
  [
    'the last byte of the file cut off',
    'FIXITY_SIZE_DIFFERS',
    (draft, path) => {
      draft.files.set(path, draft.content(path).subarray(0, -1))
    },
  ],
  ['the file missing', 'FILES_MISSING', (draft, path) => draft.files.delete(path)],
  [
    'the file in another folder',
    'FILES_MISSING',
    (draft, path) => {
      draft.move(path, path.replace('files/', 'files/sub/'))
    },
  ],
  [
    'the file beside case.json',
    'FILES_MISSING',
    (draft, path) => {
      draft.move(path, path.replace('files/', ''))
    },
  ],
  ['an emptied file, listed as it was', 'FORMATS_EMPTY', (draft, path) => draft.files.set(path, Buffer.alloc(0))],
  ['an emptied file, listed as it is', 'FORMATS_EMPTY', (draft, path) => draft.replace(path, Buffer.alloc(0))],
]

/** Files that nobody has listed. */
const extras = [
  'files/草稿.pdf',
  'files/子目录/草稿.pdf',
  'files/.hidden',
  'files/Thumbs.db',
  'README.txt',
  'case.json.bak',
  'Case.json',
  'other/草稿.pdf',
  '.DS_Store',
]

/** Hand-overs whose files are not what the list says. */
export const fileTrials: readonly Trial[] = [
  ...places.flatMap(([sample, path]) =>
    faults.map(([name, expected, change]) =>
      folderTrial(
        `${basename(path)}: ${name}`,
        sample,
        expected,
        expected === 'SCHEMA_INVALID' ? 'bytes' : path,
        (draft) => change(draft, path),
      ),
    ),
  ),
  ...extras.map((extra) =>
    folderTrial(`${extra} is not listed`, extra.length % 2 === 0 ? '03' : '06', 'FILES_UNLISTED', extra, (draft) =>
      draft.files.set(extra, Buffer.from('x')),
    ),
  ),
  folderTrial('two files have changed places', '02', 'FIXITY_', 'files/', (draft) => {
    const [one = '', other = ''] = draft.listings().map((file) => String(file['path']))
    const [first, second] = [draft.content(one), draft.content(other)]
    draft.files.set(one, second).set(other, first)
  }),
  folderTrial('all files missing', '06', 'FILES_MISSING', 'files/', (draft) => draft.files.clear()),
  folderTrial('5 001 more files', '06', 'LIMITS_COUNT', '5004', (draft) => {
    for (let at = 0; at <= 5000; at++) draft.add('劳动合同', `files/${at}.txt`, Buffer.from(`${at}`))
  }),
  folderTrial('a listed size beyond every limit, and a file of it', '06', 'LIMITS_SIZE', 'files/big.txt', (draft) => {
    draft.attach('files/big.txt', Buffer.from('x'))
    const bytes = 17 * 2 ** 30
    draft.listed('files/big.txt')['bytes'] = bytes
    draft.finish = (folder) => truncate(`${folder}/files/big.txt`, bytes)
  }),
]
