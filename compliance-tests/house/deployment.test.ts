import { readFileSync } from 'node:fs'
import { Command } from 'commander'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { verbs } from '#services/cli/verbs.ts'
import { configVariables } from '#services/config.ts'

const Service = z.object({
  image: z.string().optional(),
  build: z.string().optional(),
  command: z.union([z.string(), z.array(z.string())]).optional(),
  environment: z.record(z.string(), z.string()),
  ports: z.array(z.string()).optional(),
  volumes: z.array(z.string()),
  depends_on: z.record(z.string(), z.object({ condition: z.string() })).optional(),
  healthcheck: z.object({ test: z.array(z.string()).optional() }).optional(),
})
const Compose = z.object({ services: z.record(z.string(), Service), volumes: z.record(z.string(), z.null()) })

const read = (file: string) => readFileSync(file, 'utf8')
const compose = Compose.parse(parse(read('compose.yaml'), { merge: true }))
const ours = Object.entries(compose.services).filter(([, { build }]) => build === '.')
const dockerfile = read('Dockerfile')
const { scripts, devDependencies, dependencies } = JSON.parse(read('package.json')) as Record<
  'scripts' | 'devDependencies' | 'dependencies',
  Record<string, string>
>

test('compose.yaml sets only variables that the configuration knows', () => {
  const known = configVariables().map(({ name }) => name)
  expect(ours.map(([name]) => name)).toEqual(['api', 'worker'])
  for (const [name, { environment }] of ours) {
    expect(Object.keys(environment), name).toEqual(expect.arrayContaining(['DATABASE_URL', 'S3_ENDPOINT', 'S3_BUCKET']))
    expect(
      Object.keys(environment).filter((variable) => !known.includes(variable)),
      name,
    ).toEqual([])
  }
})

test('compose.yaml holds no password: each comes from outside, and without it nothing starts', () => {
  for (const { environment } of Object.values(compose.services)) {
    const secrets = Object.entries(environment).filter(([name]) => /PASSWORD|SECRET|ACCESS_KEY/.test(name))
    for (const [name, value] of secrets) expect(value, name).toMatch(/^\$\{[A-Z0-9_]+:\?\}$/)
  }
})

test('services, volumes and ports of compose.yaml fit together', () => {
  for (const [name, { volumes, depends_on: needs = {}, image = 'own:0.1' }] of Object.entries(compose.services)) {
    expect(Object.keys(compose.volumes), name).toEqual(expect.arrayContaining(volumes.map((v) => v.split(':')[0])))
    for (const needed of Object.keys(needs)) expect(compose.services[needed]?.healthcheck?.test, needed).toBeDefined()
    expect(image, name).toMatch(/:[^:]*\d/)
  }
  const { environment, ports } = compose.services['api'] ?? { environment: {} as Record<string, string>, ports: [] }
  expect(ports).toEqual([`127.0.0.1:8080:${environment['PORT']}`])
  expect(dockerfile).toContain(`EXPOSE ${environment['PORT']}`)
  expect(new URL(environment['S3_ENDPOINT'] ?? '').hostname in compose.services).toBe(true)
})

test('the commands of image and services exist', () => {
  const program = new Command()
  for (const verb of verbs) verb(program)
  expect(scripts).toHaveProperty(/^CMD \["npm", "(\w+)"\]$/m.exec(dockerfile)?.[1] ?? 'none')
  const command = compose.services['worker']?.command
  expect(command).toEqual(['npm', 'run', 'guidang', '--', 'worker'])
  expect(scripts).toHaveProperty('guidang')
  expect(program.commands.map((each) => each.name())).toContain('worker')
})

test('the image has the Node of the project, copies what exists, and asks a route that exists', () => {
  expect(dockerfile).toContain(`FROM node:${dependencies['node']}-`)
  expect(devDependencies).not.toHaveProperty('node')
  const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, from = '']) => from.split(' '))
  expect(copied).toEqual(expect.arrayContaining(['archive-schema', 'storage', 'pipelines', 'services']))
  for (const file of copied) expect(() => read(`${file}/.`), file).toThrow(/EISDIR|ENOTDIR/)
  const route = /127\.0\.0\.1:8080(\/\w+)/.exec(dockerfile)?.[1] ?? 'none'
  expect(read('services/api/routes/open-routes.ts')).toContain(`path: '${route}'`)
  const set = [...(/^ENV (.+)$/m.exec(dockerfile)?.[1]?.matchAll(/(\w+)=/g) ?? [])].map(([, name]) => name)
  expect(configVariables().map(({ name }) => name)).toEqual(expect.arrayContaining(set))
  expect(set).toHaveLength(3)
})
