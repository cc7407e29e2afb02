import { readdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { formatProfile } from '#archive-schema/formats/format-profile.ts'
import { print } from '#services/cli/output.ts'
import { ownSkeletons } from './own-skeletons.ts'
import { countScores, type KnownFile, type ScoredFile, scoreFiles, scores } from './score-skeletons.ts'

/** Prints the score of the own skeleton set, or of a folder of files that are named `fmt-18-….pdf`. */
async function main([folder]: readonly string[]): Promise<void> {
  const scored = await scoreFiles(folder === undefined ? await ownSkeletons() : await readFolder(folder))
  const isNamed = namedIdentifiers()
  await print(
    scoreTable(
      'identifiers that the profile names',
      scored.filter(({ pronom }) => isNamed.has(pronom)),
    ),
  )
  await print(
    scoreTable(
      'other identifiers',
      scored.filter(({ pronom }) => !isNamed.has(pronom)),
    ),
  )
}

function namedIdentifiers(): ReadonlySet<string> {
  const named = formatProfile.formats.flatMap(({ id, pronom, versions = [], generalOf = [] }) => [
    id,
    ...(pronom === undefined ? [] : [pronom]),
    ...versions.map((version) => version.pronom),
    ...generalOf,
  ])
  return new Set(named)
}

async function readFolder(folder: string): Promise<readonly KnownFile[]> {
  const files: KnownFile[] = []
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const match = /^(x-fmt|fmt)-(\d+)-/.exec(entry.name)
    if (!entry.isFile() || match === null) continue
    const content = await readFile(join(entry.parentPath, entry.name))
    files.push({ pronom: `${match[1]}/${match[2]}`, file: basename(entry.name), content })
  }
  return files
}

function scoreTable(title: string, scored: readonly ScoredFile[]): string {
  const counts = countScores(scored)
  const head = `${title}: ${scored.length} files, ${scores.map((score) => `${counts[score]} ${score}`).join(', ')}`
  const rest = scored.filter(({ score }) => score === 'wrong' || score === 'unknown')
  return [head, ...rest.map(({ file, score, told }) => `  ${score.padEnd(8)} ${file}  told ${told}`), ''].join('\n')
}

await main(process.argv.slice(2))
