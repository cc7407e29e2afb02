import {
  type RegistrationAct,
  RegistrationAnswer,
  RegistrationCheck,
  RegistrationSignature,
} from '#archive-schema/registration-form/registration-act.ts'
import { RegisteredForm } from '#archive-schema/registration-form/registration-document.ts'
import { firstRow, rows, run, type SqlRunner, sql } from './sql.ts'

/** Adds a version of a form. Resolves to false, and changes nothing, when there is one of that number already. */
export async function insertForm(runner: SqlRunner, form: RegisteredForm): Promise<boolean> {
  const inserted = await rows(
    runner,
    sql`insert into registration_form (number, version, registered, registered_at)
        values (${form.number}, ${form.version}, ${JSON.stringify(form)}, ${form.registered.at})
        on conflict (number, version) do nothing returning version`,
  )
  return inserted.length === 1
}

/** The newest version of a form, as it was registered, or an earlier one. */
export async function findForm(
  runner: SqlRunner,
  number: string,
  version?: number,
): Promise<RegisteredForm | undefined> {
  const row = await firstRow<{ registered: unknown }>(
    runner,
    sql`select registered from registration_form where number = ${number}
        and (${version}::integer is null or version = ${version}) order by version desc limit 1`,
  )
  return row && RegisteredForm.parse(row.registered)
}

/** The newest version of every form, newest registration first. */
export async function newestForms(runner: SqlRunner): Promise<RegisteredForm[]> {
  const found = await rows<{ registered: unknown }>(
    runner,
    sql`select distinct on (number) registered, registered_at from registration_form order by number, version desc`,
  )
  const forms = found.map(({ registered }) => RegisteredForm.parse(registered))
  return forms.toSorted((one, other) => other.registered.at.localeCompare(one.registered.at))
}

/**
 * Keeps a form from being changed by others until the transaction ends: whoever signs it or takes a case into its batch
 * waits for the other.
 */
export async function lockForm(runner: SqlRunner, number: string, strength: 'to sign' | 'to enter'): Promise<void> {
  const lock = strength === 'to sign' ? sql`for update` : sql`for share`
  await run(runner, sql`select version from registration_form where number = ${number} ${lock}`)
}

/**
 * Adds an act as step number `step` of a form. Resolves to false, and changes nothing, when there is one already: somebody
 * else was first.
 */
export async function insertAct(
  runner: SqlRunner,
  { number, version }: RegisteredForm,
  step: number,
  { kind, act }: RegistrationAct,
): Promise<boolean> {
  const inserted = await rows(
    runner,
    sql`insert into registration_act (number, version, step, kind, act, acted_at)
        values (${number}, ${version}, ${step}, ${kind}, ${JSON.stringify(act)}, ${act.at})
        on conflict (number, version, step) do nothing returning step`,
  )
  return inserted.length === 1
}

/** What was done to a form, in the order in which it was. */
export async function actsOf(runner: SqlRunner, { number, version }: RegisteredForm): Promise<RegistrationAct[]> {
  const found = await rows<{ kind: RegistrationAct['kind']; act: unknown }>(
    runner,
    sql`select kind, act from registration_act where number = ${number} and version = ${version} order by step`,
  )
  return found.map(toAct)
}

/** 双方签章后的登记表: its bytes, and the signature of the archive over them. */
export type FormClosing = {
  readonly content: string
  readonly sha256: string
  readonly signature: Uint8Array
  readonly closedAt: Date
}

/** Closes a form for ever. */
export async function insertClosing(
  runner: SqlRunner,
  { number, version }: RegisteredForm,
  { content, sha256, signature, closedAt }: FormClosing,
): Promise<void> {
  await run(
    runner,
    sql`insert into registration_closing (number, version, content, sha256, signature, closed_at)
        values (${number}, ${version}, ${content}, ${sha256}, ${Buffer.from(signature).toString('base64')}, ${closedAt})`,
  )
}

/** How a form was closed; `undefined` while it is open. */
export async function closingOf(
  runner: SqlRunner,
  { number, version }: Pick<RegisteredForm, 'number' | 'version'>,
): Promise<FormClosing | undefined> {
  const row = await firstRow<{ content: string; sha256: string; signature: string; closed_at: Date }>(
    runner,
    sql`select * from registration_closing where number = ${number} and version = ${version}`,
  )
  if (row === undefined) return undefined
  const signature = Buffer.from(row.signature, 'base64')
  return { content: row.content, sha256: row.sha256, signature, closedAt: row.closed_at }
}

function toAct({ kind, act }: { readonly kind: RegistrationAct['kind']; readonly act: unknown }): RegistrationAct {
  switch (kind) {
    case 'check':
      return { kind, act: RegistrationCheck.parse(act) }
    case 'answer':
      return { kind, act: RegistrationAnswer.parse(act) }
    case 'signature':
      return { kind, act: RegistrationSignature.parse(act) }
  }
}
