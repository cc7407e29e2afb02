import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { managementWords } from '#archive-schema/business/management-acts.ts'
import { canonicalDigest } from '#archive-schema/canonical-digest.ts'
import { measureBytes } from '#archive-schema/evidence/digest.ts'
import { dat46 } from '#archive-schema/profiles/dat46.ts'
import { readXml } from '#archive-schema/xml/read-xml.ts'
import { redescribe } from '#pipelines/redescription/redescribe.ts'
import { decideItem } from '#services/access/decide-item.ts'
import { requireRecord } from '#services/access/require-record.ts'
import { type ShownAct, showActs } from '#services/access/show-acts.ts'
import { showRecord } from '#services/access/show-record.ts'
import type { PreservedRecord } from '#storage/catalogue/records.ts'
import { type ApiUnderTest, acceptedCase, openApi } from '../access/api-under-test.ts'
import { jsonLines, runCommand } from '../durability/command.ts'

let api: ApiUnderTest
let record: PreservedRecord
let other: PreservedRecord
let sealed: string

beforeAll(async () => {
  api = await openApi()
  record = await archived('06-employment-registration-instant')
  other = await archived('03-advert-not-accepted')
  sealed = await packageDigest()
})
afterAll(() => api.close())

const software = managementWords.agentTypes.software
const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }

describe('MET-20 archive-side acts are business entities outside of the sealed package', () => {
  test('the way into the archive has left its acts, each done by the software in its version', async () => {
    const acts = await actsOf(record)
    expect(acts.map(({ act }) => act)).toEqual(['inspection-gd', 'registration', 'preservation'])
    for (const { status, agents } of acts) {
      expect(status).toBe('历史行为')
      expect(agents).toEqual([expect.objectContaining({ type: software, relation: '执行' })])
      expect(agents[0]?.name.endsWith(` ${version}`)).toBe(true)
    }
    expect(acts[1]?.description).toContain(record.archivalCode)
    expect(acts[2]?.resultSha256).toBe(canonicalDigest(record.objects))
  })

  test('a correction of the description leaves an act with the person who made it', async () => {
    const correction = { set: { title: '更正后的题名' }, by: '李华', reason: '核对原件' }
    await redescribe(api.archive, record, 1, correction)
    expect(await lastActOf(record)).toMatchObject({
      act: 'redescription',
      activity: '著录更改',
      description: '第 2 版：题名；核对原件',
      agents: expect.arrayContaining([{ type: '个人', name: '李华', relation: '负责' }]),
    })
  })

  test('a correction that is refused leaves none', async () => {
    const before = await actsOf(record)
    await expect(
      redescribe(api.archive, record, 1, { set: { title: '又' }, by: '李华', reason: '又' }),
    ).rejects.toThrow()
    expect(await actsOf(record)).toEqual(before)
  })

  test('a decision leaves an act with the person and the function', async () => {
    const answer = { rule: 'bc.security.custody', outcome: 'PASS', by: '王芳', role: '档案员', remark: '库房合格' }
    const decision = await decideItem(api.archive, record, 'bc', answer)
    expect(await lastActOf(record)).toMatchObject({
      act: 'decision',
      outcome: 'PASS',
      at: decision.decidedAt,
      resultSha256: canonicalDigest(decision),
      agents: expect.arrayContaining([{ type: '个人', name: '王芳', position: '档案员', relation: '负责' }]),
    })
  })

  test('the bytes of the package are what they were before all of it', async () => {
    expect(await packageDigest()).toBe(sealed)
    expect(sealed).toBe(record.packageFixity.sha256)
  })

  test('show tells them, and they are those of this record alone', async () => {
    const { acts } = await showRecord(api.archive, record)
    expect(acts).toEqual(await actsOf(record))
    expect((await actsOf(other)).map(({ act }) => act)).toEqual(['inspection-gd', 'registration', 'preservation'])
  })
})

describe('MET-23 FPC-17 each check leaves business-entity metadata of its record', () => {
  test('the inspection at 归档 is bound to the report that the record keeps', async () => {
    const [first] = await actsOf(other)
    expect(first).toMatchObject({
      act: 'inspection-gd',
      at: other.inspection.inspectedAt,
      outcome: other.inspection.outcome,
      resultSha256: canonicalDigest(other.inspection),
    })
    expect(canonicalDigest({ ...other.inspection, outcome: 'FAIL' })).not.toBe(first?.resultSha256)
  })

  test.for(['gd', 'yj', 'bc'] as const)(
    'an inspection at %s over HTTP leaves its act, with the digest of the report',
    async (stage) => {
      const response = await api.ask(`/api/v1/records/${other.number}/inspections/${stage}`)
      const report: unknown = await response.json()
      expect(await lastActOf(other)).toMatchObject({
        act: `inspection-${stage}`,
        mandate: 'DA/T 70-2018',
        outcome: (report as { outcome: string }).outcome,
        resultSha256: canonicalDigest(report as object),
      })
    },
  )

  test('inspections of several records by command leave one each', async () => {
    const before = [await actsOf(record), await actsOf(other)].map(({ length }) => length)
    await runCommand(['inspect', record.number, other.number, '--json'], api.archive.environment)
    const after = [await actsOf(record), await actsOf(other)].map(({ length }) => length)
    expect(after).toEqual(before.map((count) => count + 1))
  })

  test('an inspection that fails leaves its act as well', async () => {
    await api.archive.catalogue.transact(async (transaction) => {
      await transaction.query('alter table record disable trigger user')
      await transaction.query(`update record set title = '改' where number = '${other.number}'`)
      await transaction.query('alter table record enable trigger user')
    })
    await api.ask(`/api/v1/records/${other.number}/inspections/gd`)
    expect(await lastActOf(other)).toMatchObject({ act: 'inspection-gd', outcome: 'FAIL' })
  })
})

describe('as XML', () => {
  test('the acts are told by the element names of DA/T 46-2009, and read back as they were', async () => {
    const response = await api.ask(`/api/v1/records/${record.number}/acts?format=xml`)
    expect(response.headers.get('content-type')).toContain('application/xml')
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = new TextDecoder().decode(bytes)
    for (const { name, entity } of dat46.elements.filter(isTold)) {
      expect(text.includes(`<${name}>`), `${entity} ${name}`).toBe(name !== '组织机构代码')
    }
    const read = readXml(managementWords.titleAttribute, managementWords.file, bytes)
    const { acts } = read['businessBlock'] as { acts: readonly { activity: string; agents: readonly string[] }[] }
    const { agents } = read['agentBlock'] as { agents: readonly { id: string; name: string }[] }
    expect(acts.map(({ activity }) => activity)).toEqual((await actsOf(record)).map(({ activity }) => activity))
    expect(agents.map(({ name }) => name)).toEqual([expect.stringContaining(version), '李华', '王芳'])
    expect(acts.flatMap((act) => act.agents).every((id) => agents.some((agent) => agent.id === id))).toBe(true)
  })

  test('the commands tell the same', async () => {
    const told = await runCommand(['acts', record.number, '--json'], api.archive.environment)
    expect(jsonLines(told)).toEqual(await actsOf(record))
    const xml = await runCommand(['acts', record.number, '--xml'], api.archive.environment)
    expect(xml.stdout).toContain('<业务行为>登记</业务行为>')
  })

  const isTold = ({ entity }: { readonly entity: string }) => entity !== '文件实体'
})

test('nobody is added to an act that was entered', async () => {
  const add = `insert into business_agent select b.id, a.id, '执行' from business_entity b, agent_entity a where a.name = '王芳'
               on conflict do nothing`
  await expect(api.archive.catalogue.pool.query(add)).rejects.toMatchObject({ code: '23001' })
})

async function archived(name: string): Promise<PreservedRecord> {
  const { number = '' } = await api.handOver(acceptedCase(name))
  return requireRecord(api.archive.catalogue, number)
}

function actsOf({ number }: PreservedRecord): Promise<ShownAct[]> {
  return showActs(api.archive.catalogue.pool, number)
}

async function lastActOf(one: PreservedRecord): Promise<ShownAct | undefined> {
  return (await actsOf(one)).at(-1)
}

async function packageDigest(): Promise<string> {
  const chunks = await Array.fromAsync(api.archive.store.read(record.objects.package.key))
  return measureBytes(Buffer.concat(chunks)).sha256
}
