import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  appendFile,
  copyFile,
  mkdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  unlink,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { VerificationStep } from '#services/verifier/verify-record.ts'
import { number } from './exported-record.ts'

/** Changes a copy of an exported record. Paths are those inside the copy. */
export type Tampering = (record: string) => Promise<void>
type Case = readonly [what: string, refusedAt: VerificationStep['step'], tamper: Tampering]

const run = promisify(execFile)
const application = '申报文件/0001_申请表.pdf'
const licence = '申报文件/0002_营业执照 (副本).jpg'
const description = '基本信息元数据.xml'
const inPackage = (record: string, path: string) => join(record, 'package', number, path)
const inEvidence = (record: string, name: string) => join(record, 'evidence', name)

const contentCases: readonly Case[] = [
  ['one byte of a file flipped', 'files', (record) => flip(inPackage(record, licence), 1000)],
  ['a file cut by one byte', 'files', (record) => truncate(inPackage(record, licence), 69_999)],
  ['a file emptied', 'files', (record) => truncate(inPackage(record, application), 0)],
  ['a file deleted', 'files', (record) => unlink(inPackage(record, application))],
  ['a file of no bytes deleted', 'files', (record) => rm(inPackage(record, '过程文件'), { recursive: true })],
  ['a file added', 'files', (record) => writeFile(inPackage(record, '申报文件/0003.pdf'), 'x')],
  ['a hidden file added', 'files', (record) => writeFile(inPackage(record, '.DS_Store'), '')],
  ['a file added whose name holds a line break', 'files', (record) => writeFile(inPackage(record, 'a\ntotal'), '')],
  ['an empty folder added', 'files', (record) => folder(inPackage(record, '申报文件/作废'))],
  ['a second root folder added', 'files', (record) => folder(join(record, 'package', 'other'))],
  ['a file added beside the root folder', 'files', (record) => writeFile(join(record, 'package', 'README'), 'x')],
  ['the root folder renamed', 'files', (record) => rename(inPackage(record, ''), join(record, 'package', 'X-1'))],
  ['the package not unpacked', 'files', (record) => rm(join(record, 'package'), { recursive: true })],
  [
    'the names of two files exchanged',
    'files',
    (record) => exchange(inPackage(record, application), inPackage(record, licence)),
  ],
  [
    'a file moved to another folder',
    'files',
    (record) => rename(inPackage(record, application), inPackage(record, '1.pdf')),
  ],
  [
    'a link in place of a file with the same bytes',
    'files',
    (record) => replaceByLink(record, inPackage(record, description)),
  ],
  ['a link in place of a folder', 'files', (record) => replaceByLink(record, inPackage(record, '申报文件'))],
  ['a link in place of the root folder', 'files', (record) => replaceByLink(record, inPackage(record, ''))],
  ['a pipe added', 'files', (record) => run('mkfifo', [inPackage(record, 'pipe')]).then(() => undefined)],
]

const manifestCases: readonly Case[] = [
  ['a file edited and both manifests written anew', 'manifests', rewriteManifests],
  [
    'and the digests in the statement as well',
    'signature',
    (record) => rewriteManifests(record).then(() => restate(record)),
  ],
  ['a file deleted and its lines as well', 'manifests', deleteWithLines],
  [
    'only the digest by SM3 changed',
    'files',
    editManifest('sm3', (text) => text.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
  ],
  [
    'only the digest by SHA-256 changed',
    'files',
    editManifest('sha256', (text) => text.replace(/^./, (c) => (c === '0' ? '1' : '0'))),
  ],
  ['a line that leads out of the package', 'files', addOutsideLine],
  ['an absolute path', 'files', editManifest('sha256', (text) => text.replace('  total', '  /total'))],
  ['a path with a dot component', 'files', editManifest('sha256', (text) => text.replace('  total', '  ./total'))],
  ['a line twice', 'files', editManifest('sha256', (text) => text + text.split('\n').slice(-2).join('\n'))],
  [
    'lines in another order',
    'files',
    editManifest('sha256', (text) => `${text.trimEnd().split('\n').reverse().join('\n')}\n`),
  ],
  ['a comment', 'files', editManifest('sm3', (text) => `# comment\n${text}`)],
  ['an empty line', 'files', editManifest('sm3', (text) => `${text}\n`)],
  ['a missing final LF', 'files', editManifest('sm3', (text) => text.trimEnd())],
  ['CRLF', 'files', editManifest('sha256', (text) => text.replaceAll('\n', '\r\n'))],
  ['a byte order mark', 'files', editManifest('sha256', (text) => `\ufeff${text}`)],
  ['a star for binary mode', 'files', editManifest('sha256', (text) => text.replaceAll('  ', ' *'))],
  ['no lines', 'files', editManifest('sha256', () => '')],
  [
    'the manifests exchanged',
    'files',
    (record) => exchange(inEvidence(record, 'manifest-sha256.txt'), inEvidence(record, 'manifest-sm3.txt')),
  ],
]

const statementCases: readonly Case[] = [
  ['an eleventh line', 'statement', editStatement((text) => `${text}note: x\n`)],
  ['a missing final LF', 'statement', editStatement((text) => text.trimEnd())],
  ['CRLF', 'statement', editStatement((text) => text.replaceAll('\n', '\r\n'))],
  ['a zero byte', 'statement', editStatement((text) => `${text}\0`)],
  ['a leading zero', 'statement', editStatement((text) => text.replace('files: ', 'files: 0'))],
  ['a line left out', 'statement', editStatement((text) => text.replace('previous: -\n', ''))],
  ['an id that leads out of the package', 'statement', editStatement((text) => text.replace(/id: .*/, 'id: ../x'))],
  [
    'a later version without the one before',
    'statement',
    editStatement((text) => text.replace('version: 1', 'version: 2')),
  ],
  [
    'a day that does not exist',
    'statement',
    editStatement((text) => text.replace(/sealed: .*/, 'sealed: 2026-02-29T00:00:00Z')),
  ],
  ['a ledger that contradicts itself', 'statement', editStatement((text) => text.replace('since: 0', 'since: 1'))],
  ['a later version', 'signature', editStatement(asSecondVersion)],
  ['another id', 'files', editStatement((text) => text.replace('-000001\n', '-000002\n'))],
  ['another id, and the root folder renamed', 'signature', renameRecord],
  ['another number of files', 'manifests', editStatement((text) => text.replace(/files: .*/, 'files: 8'))],
  ['another number of bytes', 'manifests', editStatement((text) => text.replace(/bytes: .*/, 'bytes: 1'))],
  ['another time of sealing', 'signature', editStatement((text) => text.replace('sealed: 2026', 'sealed: 2025'))],
  [
    'a time of sealing when no certificate was valid',
    'signature',
    editStatement((text) => text.replace('sealed: 2026', 'sealed: 1999')),
  ],
  [
    'another checkpoint',
    'signature',
    editStatement((text) => text.replace(/since: .*/, `since: 1 ${'A'.repeat(43)}=`)),
  ],
]

const evidenceCases: readonly Case[] = [
  ['no statement', 'statement', (record) => unlink(inEvidence(record, 'statement.txt'))],
  ['no manifest by SHA-256', 'files', (record) => unlink(inEvidence(record, 'manifest-sha256.txt'))],
  ['no manifest by SM3', 'files', (record) => unlink(inEvidence(record, 'manifest-sm3.txt'))],
  ['no signature', 'signature', (record) => unlink(inEvidence(record, 'statement.p7s'))],
  ['no evidence', 'statement', (record) => rm(join(record, 'evidence'), { recursive: true })],
  ['evidence that nothing is known of', 'files', (record) => writeFile(inEvidence(record, 'statement-other.p7s'), 'x')],
  [
    'an SM2 signature of one byte',
    'signature-sm2',
    (record) => writeFile(inEvidence(record, 'statement-sm2.p7s'), 'x'),
  ],
  [
    'the two signatures exchanged',
    'signature',
    (record) => exchange(inEvidence(record, 'statement.p7s'), inEvidence(record, 'statement-sm2.p7s')),
  ],
  [
    'the generic signature in place of that by SM2',
    'signature-sm2',
    (record) => copyFile(inEvidence(record, 'statement.p7s'), inEvidence(record, 'statement-sm2.p7s')),
  ],
  ['a folder in the evidence', 'files', (record) => folder(inEvidence(record, 'more'))],
  ['a link to the statement', 'statement', (record) => replaceByLink(record, inEvidence(record, 'statement.txt'))],
  ['a link to the signature', 'files', (record) => replaceByLink(record, inEvidence(record, 'statement.p7s'))],
  [
    'a statement of a megabyte',
    'statement',
    (record) => appendFile(inEvidence(record, 'statement.txt'), Buffer.alloc(1 << 20, 10)),
  ],
  [
    'an SM2 signature of a megabyte',
    'signature-sm2',
    (record) => appendFile(inEvidence(record, 'statement-sm2.p7s'), Buffer.alloc(1 << 20)),
  ],
  ['a link to the SM2 signature', 'files', (record) => replaceByLink(record, inEvidence(record, 'statement-sm2.p7s'))],
  [
    'no root authority for SM2 in the trust',
    'signature-sm2',
    (record) => unlink(join(record, 'trust', 'root-sm2.pem')),
  ],
  [
    'the generic root authority for that of SM2',
    'signature-sm2',
    (record) => copyFile(join(record, 'trust', 'root.pem'), join(record, 'trust', 'root-sm2.pem')),
  ],
  [
    'a signature of a megabyte',
    'signature',
    (record) => appendFile(inEvidence(record, 'statement.p7s'), Buffer.alloc(1 << 20)),
  ],
]

/** 篡改矩阵: what is done to a record, and the step at which every verifier must refuse it. */
export const tamperings: readonly Case[] = [
  ...contentCases,
  ...manifestCases.map(([what, ...rest]) => [`manifest: ${what}`, ...rest] as const),
  ...statementCases.map(([what, ...rest]) => [`statement: ${what}`, ...rest] as const),
  ...evidenceCases,
]

/** Flips the bits of `mask` in one byte of a file. */
export async function flip(path: string, at: number, mask = 1): Promise<void> {
  const bytes = await readFile(path)
  bytes[at] = (bytes[at] ?? 0) ^ mask
  await writeFile(path, bytes)
}

async function folder(path: string): Promise<void> {
  await mkdir(path)
}

async function exchange(one: string, other: string): Promise<void> {
  await rename(one, `${one}.tmp`)
  await rename(other, one)
  await rename(`${one}.tmp`, other)
}

async function replaceByLink(record: string, path: string): Promise<void> {
  await rename(path, join(record, 'elsewhere'))
  await symlink(join(record, 'elsewhere'), path.replace(/\/$/, ''))
}

function editManifest(algorithm: 'sha256' | 'sm3', change: (text: string) => string): Tampering {
  return (record) => editText(inEvidence(record, `manifest-${algorithm}.txt`), change)
}

function editStatement(change: (text: string) => string): Tampering {
  return (record) => editText(inEvidence(record, 'statement.txt'), change)
}

async function editText(path: string, change: (text: string) => string): Promise<void> {
  await writeFile(path, change(await readFile(path, 'utf8')))
}

async function rewriteManifests(record: string): Promise<void> {
  const content = '<另一公司/>'
  await writeFile(inPackage(record, description), content)
  for (const algorithm of ['sha256', 'sm3'] as const) {
    const line = `${createHash(algorithm).update(content).digest('hex')}  ${description}`
    await editManifest(algorithm, (text) => text.replace(new RegExp(`^.{64}  ${description}$`, 'm'), line))(record)
  }
}

async function restate(record: string): Promise<void> {
  const bytes = await Promise.all(
    [description, application, licence, '结果文件/-r *$HOME`x`.ofd', 'total', '.隐藏'].map((path) =>
      readFile(inPackage(record, path)),
    ),
  )
  const sum = bytes.reduce((total, file) => total + file.length, 0)
  await editStatement((text) => text.replace(/bytes: .*/, `bytes: ${sum}`))(record)
  for (const algorithm of ['sha256', 'sm3'] as const) {
    const manifest = await readFile(inEvidence(record, `manifest-${algorithm}.txt`))
    const digest = createHash(algorithm).update(manifest).digest('hex')
    await editStatement((text) =>
      text.replace(new RegExp(`manifest-${algorithm}: .*`), `manifest-${algorithm}: ${digest}`),
    )(record)
  }
}

async function deleteWithLines(record: string): Promise<void> {
  await unlink(inPackage(record, 'total'))
  for (const algorithm of ['sha256', 'sm3'] as const) {
    await editManifest(algorithm, (text) => text.replace(/^.{64} {2}total\n/m, ''))(record)
  }
}

async function addOutsideLine(record: string): Promise<void> {
  await writeFile(join(record, 'outside'), 'x')
  for (const algorithm of ['sha256', 'sm3'] as const) {
    const digest = createHash(algorithm).update('x').digest('hex')
    await editManifest(algorithm, (text) => `${digest}  ../../outside\n${text}`)(record)
  }
}

async function renameRecord(record: string): Promise<void> {
  await rename(inPackage(record, ''), join(record, 'package', 'X-1'))
  await editStatement((text) => text.replace(/id: .*/, 'id: X-1'))(record)
}

function asSecondVersion(text: string): string {
  const previous = `sha256:${'a'.repeat(64)} sm3:${'b'.repeat(64)}`
  return text.replace('version: 1', 'version: 2').replace('previous: -', `previous: ${previous}`)
}
