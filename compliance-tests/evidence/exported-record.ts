import { copyFile, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { type Evidence, evidenceFiles } from '#archive-schema/evidence/evidence.ts'
import { buildEvidence, signEvidence } from '#archive-schema/evidence/seal.ts'
import { emptyLedger } from '#archive-schema/evidence/statement.ts'
import { formatTrust } from '#archive-schema/evidence/trust.ts'
import type { OpenedSigner } from '#storage/keys/open-signer.ts'

/** Number of the record that the tests export. */
export const number = '110105-Z001-000172049000-2026-Y-000001'
export const sealedAt = new Date('2026-03-04T05:06:07Z')

/** Files with what gives verifiers trouble: Chinese, blanks, names that look like options, dots, no bytes, many bytes. */
export const packageFiles: ReadonlyMap<string, Uint8Array> = new Map([
  ['基本信息元数据.xml', Buffer.from('<基本信息>某公司</基本信息>')],
  ['申报文件/0001_申请表.pdf', Buffer.from('%PDF-1.7 申请表')],
  ['申报文件/0002_营业执照 (副本).jpg', Buffer.alloc(70_000, 7)],
  ['过程文件/附件/0003_空.txt', Buffer.alloc(0)],
  ['结果文件/-r *$HOME`x`.ofd', Buffer.from('result')],
  ['total', Buffer.from('12 total')],
  ['.隐藏', Buffer.from('hidden')],
])

/** Writes an exported record with its own trust folder, sealed by `opened`. */
export async function exportRecord(folder: string, opened: OpenedSigner): Promise<Evidence> {
  const files = [...packageFiles].map(([path, bytes]) => ({ path, fixity: measureBytes(bytes) }))
  const unsigned = buildEvidence({ id: number, version: 1, previous: undefined, files, since: emptyLedger, sealedAt })
  const evidence = await signEvidence(unsigned, opened)
  await writeFiles(join(folder, 'package', number), packageFiles)
  await writeFiles(join(folder, 'evidence'), evidenceFiles(evidence))
  await writeFiles(join(folder, 'trust'), formatTrust(opened.trust))
  const script = join(import.meta.dirname, '../../services/verifier/verify-package.sh')
  await copyFile(script, join(folder, 'verify-package.sh'))
  return evidence
}

/** Writes files below a folder. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  for (const [path, bytes] of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true })
    await writeFile(join(folder, path), bytes)
  }
}
