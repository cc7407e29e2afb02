import { execFileSync } from 'node:child_process'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { evidenceFileNames } from '#archive-schema/evidence/evidence.ts'
import { trustFileNames } from '#archive-schema/evidence/trust.ts'
import { fz2021Proxy } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { stageNames, stageTerm } from '#pipelines/stage-names.ts'
import { verbs } from '#services/cli/verbs.ts'
import { configVariables } from '#services/config.ts'

const readmes = ['README.md', 'README.zh-CN.md']
const pages = [...readmes, 'docs/design.md', 'docs/object-store.md', 'compliance-tests/cases/README.md']

/** The commands of a page, as CI runs them. */
function commandsOf(file: string): string {
  return execFileSync(process.execPath, ['.ci/readme-commands.ts', file], { encoding: 'utf8' })
}

/** Names of the commands that a reader can type after `guidang`. */
function commandNames(): string[] {
  const program = new Command()
  for (const verb of verbs) verb(program)
  return program.commands.flatMap((command) => {
    const inner = command.commands.map((each) => `${command.name()} ${each.name()}`)
    return inner.length > 0 ? inner : [command.name()]
  })
}

/** What is set in code type outside of blocks. */
function codeSpans(text: string): string[] {
  const prose = text.replaceAll(/^```[\s\S]*?^```$/gm, '')
  return [...prose.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
}

test('both READMEs hold the same commands', () => {
  expect(commandsOf('README.zh-CN.md')).toBe(commandsOf('README.md'))
})

test('both READMEs have the same sections', () => {
  const [english, chinese] = readmes.map((file) => {
    return [...readFileSync(file, 'utf8').matchAll(/^(#+) /gm)].map(([, level]) => level)
  })
  expect(english?.length).toBeGreaterThan(5)
  expect(chinese).toEqual(english)
})

test('the commands are a script that bash can read', () => {
  expect(execFileSync('bash', ['-n'], { input: commandsOf('README.md'), encoding: 'utf8' })).toBe('')
})

describe.for(readmes)('%s', (file) => {
  const text = readFileSync(file, 'utf8')

  test('begins with the demonstration and ends with the tests', () => {
    const commands = commandsOf(file).trimEnd().split('\n')
    expect([commands[0], commands.at(-1)]).toEqual(['npm ci && npm run demo', 'npm ci && npm test'])
    expect(text.trimEnd()).toMatch(/npm test\n```$/)
  })

  test.for(commandNames())('names the command %s', (name) => {
    expect(text).toMatch(new RegExp(`guidang ${name}\\b`))
  })

  test.for(configVariables())('names the variable $name and its default', ({ name, default: byDefault }) => {
    const row = text.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${name}\``))
    expect(row).toBeDefined()
    // The default number of workers is the number of cores of the machine.
    if (byDefault !== '' && name !== 'OCR_WORKERS') expect(row).toContain(`\`${byDefault}\``)
  })

  test('names no variable that does not exist', () => {
    const known = configVariables().map(({ name }) => name)
    const rows = text.split('\n').filter((line) => /^\| `[A-Z]/.test(line))
    const named = rows.flatMap((row) => codeSpans(row.split('|')[1] ?? ''))
    expect(named.toSorted()).toEqual(known.toSorted())
  })

  test('draws the ten stages in their order', () => {
    const drawn = [...text.matchAll(/^ {1,2}(\d+) (\S+) +(\S+) {2}/gm)].map(([, number, one, other]) => {
      return [Number(number), new Set([one, other])]
    })
    expect(drawn).toEqual(stageNames.map((name, i) => [i + 1, new Set([name, stageTerm(name)])]))
  })

  test('names only npm scripts that exist', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
    const named = [...text.matchAll(/npm (?:run (?:--silent )?([\w-]+)|(test|start))/g)].map(
      ([, run, own]) => run ?? own,
    )
    expect(named).toEqual(expect.arrayContaining(['demo', 'guidang', 'test']))
    expect(named.filter((name) => name === undefined || !(name in scripts))).toEqual([])
  })

  test('counts the sample cases and pages as they are', () => {
    const cases = globSync('compliance-tests/cases/accepted/*').length
    const scannedPages = globSync('compliance-tests/cases/truth/*/*.txt').length
    const said = /(\d+) (?:invented cases|件虚构的办件)[\s\S]*?(\d+) (?:scanned pages|页扫描件)/.exec(text)
    expect(said?.slice(1).map(Number)).toEqual([cases, scannedPages])
  })
})

describe.for(pages)('%s', (file) => {
  const text = readFileSync(file, 'utf8')

  test('names only places that exist', () => {
    const places = /^(?:\.ci|archive-schema|compliance-tests|docs|pipelines|services|storage)\//
    const named = codeSpans(text).filter((span) => places.test(span))
    // Folders that an archive makes, not folders of the project.
    const missing = named.filter((place) => place !== 'store/objects/' && !existsSync(place))
    expect(missing).toEqual([])
  })

  test('links only to what exists', () => {
    const links = [...text.matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target)
    expect(links.filter((target) => !target.startsWith('http') && !existsSync(join(dirname(file), target)))).toEqual([])
  })

  test('names no folder of somebody’s machine', () => {
    expect(text.match(/(?<![\w.}$…])\/(?:home|mnt|opt|root|srv|tmp|usr|var|work)\b\S*/g)).toBeNull()
  })
})

test('docs/design.md names every file of packages and evidence', () => {
  const text = readFileSync('docs/design.md', 'utf8')
  const names = [
    ...Object.values(fz2021Proxy.files).map(({ name }) => name),
    ...fz2021Proxy.folders.map(({ name }) => `${name}/`),
    ...Object.values(evidenceFileNames),
    ...Object.values(trustFileNames),
  ]
  expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
})
