import { type ManagementActKey, managementWords } from './management-acts.ts'

/** 机构人员实体 (agent entity, DA/T 46-2009 M77–M80): who took part in an act. Of software the name holds the version. */
export type AgentEntity = {
  readonly type: string
  readonly name: string
  readonly code?: string
  readonly position?: string
}

/** An agent of an act, and what it was to the act (M87). */
export type ActAgent = AgentEntity & { readonly relation: string }

/** 业务实体 (business entity, M81–M85): one act on one record, outside of the sealed package. */
export type BusinessEntity = {
  /** 电子文件号. */
  readonly number: string
  readonly act: ManagementActKey
  readonly activity: string
  readonly status: string
  readonly actedAt: Date
  readonly mandate?: string
  readonly description: string
  /** 处理结论, e.g. `PASS`. */
  readonly outcome?: string
  /** SHA-256 of the result or report as canonical JSON (RFC 8785). */
  readonly resultSha256?: string
  /** At least one. */
  readonly agents: readonly [ActAgent, ...ActAgent[]]
}

/** A person who answers for an act, as named by whoever asked for it. */
export type ActingPerson = { readonly name: string; readonly position?: string }

/** What was done to a record, before it is put into the words of the standard. */
export type CarriedOut = Pick<
  BusinessEntity,
  'number' | 'act' | 'actedAt' | 'description' | 'outcome' | 'resultSha256'
> & {
  readonly software: { readonly name: string; readonly version: string }
  readonly person?: ActingPerson
}

/** 业务实体 of what was done: the software carried it out, and a person, where one asked for it, answers for it. */
export function businessEntity({ software, person, ...done }: CarriedOut): BusinessEntity {
  const { status, agentTypes, relations, acts } = managementWords
  const words = acts.find(({ key }) => key === done.act)
  if (words === undefined) throw new Error(`no words for the act ${done.act}`)
  const name = `${software.name} ${software.version}`
  const byPerson = { type: agentTypes.person, relation: relations.responsible.title }
  return {
    ...done,
    activity: words.activity,
    mandate: words.mandate,
    status,
    agents: [
      { type: agentTypes.software, name, relation: relations.carriedOut.title },
      ...(person === undefined ? [] : [{ ...person, ...byPerson }]),
    ],
  }
}
