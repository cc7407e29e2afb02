import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaseFile } from '#archive-schema/case-file/case-file.ts'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { sampleFolder } from '../recognition/truth-pages.ts'
import { bornDigitalPdf } from './born-digital-pdf.ts'

/** Files of a case; their sizes grow evenly, the largest being four times the smallest. */
export const filesPerCase = 13

/** Sizes of the files of a case of `bytes` bytes. */
export function fileSizes(bytes: number): number[] {
  const weights = Array.from({ length: filesPerCase }, (_, i) => i + 4)
  const all = weights.reduce((sum, weight) => sum + weight, 0)
  const sizes = weights.map((weight) => Math.floor((bytes * weight) / all))
  const rest = bytes - sizes.reduce((sum, size) => sum + size, 0)
  return sizes.map((size, i) => (i === 0 ? size + rest : size))
}

/**
 * Writes a case that was handled online throughout: 13 PDF files of `bytes` bytes in all, no two alike. Everything is on
 * the disk when this resolves, so that its writing back does not disturb what is measured next. Resolves to `folder`.
 */
export async function writeBornDigitalCase(folder: string, serialNumber: string, bytes: number): Promise<string> {
  const contents = fileSizes(bytes).map((size) => bornDigitalPdf(size))
  const caseFile = withFiles(await readSample(), serialNumber, contents)
  const paths = caseFile.materials.flatMap(({ files }) => files.map(({ path }) => path))
  await mkdir(join(folder, 'files'), { recursive: true })
  await Promise.all(paths.map((path, i) => writeFile(join(folder, path), contents[i] ?? '', { flush: true })))
  await writeFile(join(folder, 'case.json'), JSON.stringify(caseFile), { flush: true })
  return folder
}

/** Writes `count` such cases below `folder`, with serial numbers of their own; resolves to their folders. */
export async function writeBornDigitalCases(
  folder: string,
  { prefix, count, bytes }: { readonly prefix: string; readonly count: number; readonly bytes: number },
): Promise<string[]> {
  const folders: string[] = []
  for (let i = 0; i < count; i++) {
    const serialNumber = `${prefix}-${String(i).padStart(6, '0')}`
    folders.push(await writeBornDigitalCase(join(folder, serialNumber), serialNumber, bytes))
  }
  return folders
}

const sampleCase = join(sampleFolder, 'accepted', '07-hr-service-online-ofd', 'case.json')

async function readSample(): Promise<CaseFile> {
  return parseCaseFile(await readFile(sampleCase))
}

/** One file a material, and those that are left over to the last. */
function withFiles(sample: CaseFile, serialNumber: string, contents: readonly Buffer[]): CaseFile {
  const last = sample.materials.length - 1
  return {
    ...sample,
    source: { ...sample.source, serialNumber },
    materials: sample.materials.map(({ files, ...material }, m) => {
      const own = contents.slice(m, m === last ? contents.length : m + 1)
      const createdAt = files[0]?.createdAt
      return {
        ...material,
        files: own.map((content, i) => ({
          path: `files/${String(m + i + 1).padStart(2, '0')}-${material.name}.pdf`,
          bytes: content.length,
          sha256: createHash('sha256').update(content).digest('hex'),
          mediaType: 'application/pdf',
          pageCount: 1,
          ...(createdAt === undefined ? {} : { createdAt }),
        })),
      }
    }),
  }
}
