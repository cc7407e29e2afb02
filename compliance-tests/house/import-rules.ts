import { posix } from 'node:path'
import { stageNames } from '#pipelines/stage-names.ts'

/** What each room may import besides itself. The arrows point one way. */
const below = {
  'archive-schema': [],
  storage: ['archive-schema'],
  pipelines: ['archive-schema', 'storage'],
  services: ['archive-schema', 'storage', 'pipelines'],
} as const satisfies Record<string, readonly string[]>

type Room = keyof typeof below
export const rooms = Object.keys(below) as readonly Room[]

/** Modules of Node that compute and touch nothing outside the process. */
const pureModules = ['node:crypto', 'node:buffer']

/** The imports of a file that its place does not allow, each with the rule that it breaks. */
export function forbiddenImports(file: string, source: string): string[] {
  return importsOf(source).flatMap((specifier) => {
    const broken = rules.find((rule) => rule.forbids(file, targetOf(file, specifier)))
    return broken === undefined ? [] : [`${file} -> ${specifier}: ${broken.because}`]
  })
}

type Rule = { readonly because: string; forbids(file: string, target: string): boolean }

const rules: readonly Rule[] = [
  {
    because: 'rooms import only themselves and rooms to their right: services, pipelines, storage, archive-schema',
    forbids: (file, target) => {
      const [from, to] = [roomOf(file), roomOf(target)]
      return from !== undefined && to !== undefined && from !== to && !(below[from] as readonly string[]).includes(to)
    },
  },
  {
    because: 'nothing but a test sees compliance-tests',
    forbids: (_, target) => target.startsWith('compliance-tests/'),
  },
  {
    because: 'archive-schema is pure: of Node it may use what only computes',
    forbids: (file, target) =>
      roomOf(file) === 'archive-schema' && target.startsWith('node:') && !pureModules.includes(target),
  },
  {
    because: 'the verifier uses nothing of what writes records',
    forbids: (file, target) =>
      file.startsWith('services/verifier/') &&
      roomOf(target) !== undefined &&
      !target.startsWith('services/verifier/') &&
      roomOf(target) !== 'archive-schema',
  },
  {
    because: 'a stage does not import another stage; what both need lies below them',
    forbids: (file, target) => {
      const [from, to] = [stageOf(file), stageOf(target)]
      return from !== undefined && to !== undefined && from !== to
    },
  },
]

/** Specifiers of value and type imports, static and dynamic. */
function importsOf(source: string): string[] {
  const found = source.matchAll(/\bfrom\s+'([^']+)'|\bimport\('([^']+)'\)|^import\s+'([^']+)'/gm)
  return [...found].map((match) => match[1] ?? match[2] ?? match[3] ?? '')
}

/** Path of the imported file from the project's root, or the specifier of a package. */
function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('#')) return specifier.slice(1)
  return specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier
}

function roomOf(path: string): Room | undefined {
  return rooms.find((room) => path.startsWith(`${room}/`))
}

function stageOf(path: string): string | undefined {
  const folder = /^pipelines\/([^/]+)\//.exec(path)?.[1]
  return stageNames.find((stage) => stage === folder)
}
