import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { digestHex } from '#archive-schema/evidence/digest.ts'
import { parseBatchNumber } from '#archive-schema/registration-form/form-number.ts'
import { RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm, type SigningSide } from '#archive-schema/registration-form/registration-profile.ts'
import { captureCase } from '#pipelines/capture/capture-case.ts'
import { defaultCaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { answerRow } from '#pipelines/registration-form/answer-row.ts'
import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { signForm } from '#pipelines/registration-form/sign-form.ts'
import { readForm } from '#services/access/read-form.ts'
import { openSource } from '#services/intake/open-source.ts'
import { closingOf } from '#storage/catalogue/registration-forms.ts'
import { answerAll, type BatchesUnderTest, bytesOfOne, entryOf, openBatches, unit } from './batch-under-test.ts'

let batches: BatchesUnderTest
let folder: string
const batch = `${unit}-20260901`

beforeAll(async () => {
  batches = await openBatches()
  folder = await mkdtemp(join(tmpdir(), 'signed-forms-'))
  await batches.handIn(batch, await batches.another())
})
afterAll(async () => {
  await batches.close()
  await rm(folder, { recursive: true })
})

const sign = (number: string, side: SigningSide, by: string) => signForm(batches.archive, number, { side, by })
const sql = (statement: string) => batches.archive.catalogue.pool.query(statement)
const forbidden = { code: '23001' }

describe('FPC-03 both sides sign after the check, in order and by different persons', () => {
  test('before the form was registered and before the check nobody signs or answers', async () => {
    await expect(sign(batch, 'forming', '王芳')).rejects.toMatchObject({ code: 'REGISTRATION_FORM_MISSING' })
    await batches.register(batch)
    await expect(sign(batch, 'forming', '王芳')).rejects.toMatchObject({ code: 'REGISTRATION_NOT_CHECKED' })
    const answer = { field: '可靠性', outcome: 'PASS', by: '李强', remark: '看过' } as const
    await expect(answerRow(batches.archive, batch, answer)).rejects.toMatchObject({ code: 'REGISTRATION_NOT_CHECKED' })
  })

  test('rows that wait for a person keep the form from being signed, and are named', async () => {
    await checkForm(batches.archive, batch)
    await expect(sign(batch, 'forming', '王芳')).rejects.toMatchObject({
      code: 'REGISTRATION_NOT_PASSED',
      faults: [
        { field: '可靠性检验', found: 'MANUAL_REVIEW' },
        { field: '技术方法与相关软件说明登记表、软件、说明资料检验' },
      ],
    })
  })

  test('a row that reports fill is not answered by a person, and a row that fails keeps the form from being signed', async () => {
    const answer = { outcome: 'FAIL', by: '李强', remark: '复核' } as const
    await expect(answerRow(batches.archive, batch, { ...answer, field: '真实性' })).rejects.toMatchObject({
      code: 'REGISTRATION_NOT_WAITING',
    })
    await expect(answerRow(batches.archive, batch, { ...answer, field: '外观' })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
    })
    await answerAll(batches.archive, batch)
    await answerRow(batches.archive, batch, { ...answer, field: '可靠性' })
    await expect(sign(batch, 'forming', '王芳')).rejects.toMatchObject({
      code: 'REGISTRATION_NOT_PASSED',
      faults: [{ field: '可靠性检验', found: 'FAIL' }],
    })
    await answerRow(batches.archive, batch, { ...answer, field: '可靠性', outcome: 'PASS' })
  })

  test('a count that is not right keeps the form from being signed', async () => {
    const number = `${unit}-20260902`
    await batches.register(number)
    await answerAll(batches.archive, number)
    await expect(sign(number, 'forming', '王芳')).rejects.toMatchObject({
      code: 'REGISTRATION_NOT_PASSED',
      faults: expect.arrayContaining([expect.objectContaining({ field: '归档电子文件数量·件', found: 'FAIL' })]),
    })
  })

  test('the archives do not sign first, and not by who registered', async () => {
    await expect(sign(batch, 'archives', '赵敏')).rejects.toMatchObject({ code: 'REGISTRATION_SIGNATURE_ORDER' })
    expect((await sign(batch, 'forming', '陈立')).state).toBe('signing')
    for (const person of ['王芳', '陈 立'])
      await expect(sign(batch, 'archives', person)).rejects.toMatchObject({ code: 'REGISTRATION_SIGNATURE_PERSON' })
    await expect(sign(batch, 'forming', '陈立')).rejects.toMatchObject({ code: 'REGISTRATION_SIGNATURE_ORDER' })
  })

  test('after a change of the batch nobody signs, and a new check takes the signatures away', async () => {
    await batches.handIn(batch, await batches.another())
    await expect(sign(batch, 'archives', '赵敏')).rejects.toMatchObject({ code: 'REGISTRATION_BATCH_CHANGED' })
    await batches.register(batch, entryOf(2), '另收一件')
    await answerAll(batches.archive, batch)
    expect((await readForm(batches.archive, batch)).document).toMatchObject({ state: 'checked', signatures: [] })
  })

  test('a signature waits for a case that is just taken in, and then sees it', async () => {
    const number = `${unit}-20260903`
    await batches.handIn(number, await batches.another())
    await batches.register(number)
    await answerAll(batches.archive, number)
    const source = await openSource(await batches.another())
    const [entered, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const captured = captureCase(source, {
      ...batches.archive,
      limits: defaultCaptureLimits,
      batch: parseBatchNumber(registrationForm, number),
      dispatch: async () => {
        entered.resolve()
        await gate.promise
      },
    })
    await entered.promise
    const signing = sign(number, 'forming', '陈立')
    const refused = expect(signing).rejects.toMatchObject({ code: 'REGISTRATION_BATCH_CHANGED' })
    gate.resolve()
    await captured
    await refused
    await source.close()
  })

  test('a form that somebody else has changed in the meantime is not signed', async () => {
    const seen = '1.2'
    await expect(signForm(batches.archive, batch, { side: 'forming', by: '陈立' }, seen)).rejects.toMatchObject({
      code: 'REGISTRATION_FORM_CHANGED',
    })
  })

  test('the second signature closes the form: nothing more is done to it and no case enters its batch', async () => {
    await sign(batch, 'forming', '陈立')
    expect((await sign(batch, 'archives', '赵敏')).state).toBe('closed')
    await expect(checkForm(batches.archive, batch)).rejects.toMatchObject({ code: 'REGISTRATION_FORM_CLOSED' })
    await expect(sign(batch, 'archives', '赵敏')).rejects.toMatchObject({ code: 'REGISTRATION_FORM_CLOSED' })
    expect(await batches.handIn(batch, await batches.another())).toEqual([
      expect.objectContaining({ outcome: 'refused', code: 'REGISTRATION_FORM_CLOSED' }),
    ])
  })
})

describe('a closed form', () => {
  test('is the JSON that the archive has signed, with the digests of the reports it rests on, as openssl says too', async () => {
    const { json, seal, document } = await readForm(batches.archive, batch)
    expect(RegistrationDocument.parse(JSON.parse(json))).toEqual(document)
    expect(document.check?.contents.records.map(({ reportSha256 }) => reportSha256)).toEqual([
      expect.stringMatching(/^[0-9a-f]{64}$/),
      expect.stringMatching(/^[0-9a-f]{64}$/),
    ])
    const [content, detached, root] = ['form.json', 'form.p7s', 'root.pem'].map((name) => join(folder, name))
    await writeFile(content ?? '', json)
    await writeFile(detached ?? '', seal?.signature ?? '')
    await writeFile(root ?? '', batches.archive.signer.trust.rootPem)
    const verify = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', detached, '-content', content]
    const arguments_ = [...verify, '-CAfile', root, '-purpose', 'any', '-out', '/dev/null'] as string[]
    const { stderr } = await promisify(execFile)('openssl', arguments_)
    expect(stderr).toContain('CAdES Verification successful')
    await writeFile(content ?? '', json.replace('"赵敏"', '"赵民"'))
    await expect(promisify(execFile)('openssl', arguments_)).rejects.toThrow()
  })

  test.for([
    `update registration_form set registered = '{}'`,
    `update registration_act set act = '{}'`,
    `update registration_closing set content = '{}'`,
    `update batch_entry set batch = 'x'`,
    'delete from registration_act',
    'delete from registration_closing',
    'delete from batch_entry',
    'truncate registration_form cascade',
    'truncate batch_entry',
    `insert into registration_act select number, version, step + 1, kind, act, acted_at from registration_act
       where kind = 'signature' order by version desc, step desc limit 1`,
    `insert into registration_act select number, 1, 99, kind, act, acted_at from registration_act limit 1`,
    `insert into registration_form select number, 9, registered, registered_at from registration_form limit 1`,
    `insert into batch_entry (batch, case_id, entered_at) select number, gen_random_uuid(), now() from registration_closing`,
    `insert into registration_closing select '${unit}-20260902', 1, content, sha256, signature, closed_at
       from registration_closing`,
  ])('cannot be changed in SQL by the owner of the tables: %s', async (statement) => {
    await expect(sql(statement)).rejects.toMatchObject(forbidden)
  })

  test('that was changed nevertheless is not shown for signed', async () => {
    await sql('alter table registration_closing disable trigger user')
    const change = (from: string, to: string) =>
      sql(`update registration_closing set content = replace(content, '"${from}"', '"${to}"')`)
    await change('赵敏', '赵民')
    await expect(readForm(batches.archive, batch)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    const forged = await closingOf(batches.archive.catalogue.pool, { number: batch, version: 2 })
    await sql(`update registration_closing set sha256 = '${digestHex('sha256', forged?.content ?? '')}'`)
    await expect(readForm(batches.archive, batch)).rejects.toMatchObject({ code: 'SIGNATURE_INVALID' })
    await change('赵民', '赵敏')
    await sql(`update registration_closing set sha256 = encode(sha256(convert_to(content, 'UTF8')), 'hex')`)
    await sql('alter table registration_closing enable trigger user')
    await sql('alter table registration_closing enable always trigger refuse_change')
  })

  test('is corrected by a new version that names it, and stays as it was', async () => {
    const before = await readForm(batches.archive, batch)
    await expect(batches.register(batch)).rejects.toMatchObject({ code: 'REGISTRATION_FORM_EXISTS' })
    const corrected = await batches.register(batch, { ...entryOf(2), 备注: '更正备注' }, '补充备注')
    expect(corrected).toMatchObject({
      version: 3,
      state: 'registered',
      previous: { version: 2, sha256: digestHex('sha256', before.json) },
      entry: { records: 2, bytes: 2 * bytesOfOne },
    })
    expect(await readForm(batches.archive, batch, 2)).toEqual(before)
  })
})
