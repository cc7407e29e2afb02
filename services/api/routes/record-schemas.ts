import { z } from '@hono/zod-openapi'
import { managementActKeys } from '#archive-schema/business/management-acts.ts'
import { changeKinds } from '#archive-schema/change-notice.ts'
import { outcomes } from '#archive-schema/finding.ts'
import { ShownRetention } from './retention-schemas.ts'

const number = z.string().openapi({ description: '电子文件号' })
const archivalCode = z.string().openapi({ description: '档号' })
const moment = z.iso.datetime()
const sha256 = z.hash('sha256')

const Hit = z
  .object({
    number,
    archivalCode,
    title: z.string(),
    item: z.string(),
    applicants: z.array(z.string()).readonly(),
    decidedAt: moment,
  })
  .openapi('Hit')

/** A page of search hits. */
export const SearchPage = z
  .object({
    total: z.int(),
    hits: z.array(Hit).readonly(),
    next: z.string().optional().openapi({ description: 'cursor of the next page; absent on the last' }),
  })
  .openapi('SearchPage')

const ShownDocument = z
  .object({
    document: z.int(),
    path: z.string(),
    material: z.string(),
    class: z.string(),
    sourcePath: z.string().openapi({ description: 'path as it was handed over' }),
    fixity: z.object({ bytes: z.int(), sha256, sm3: z.string() }),
    format: z.string(),
    mediaType: z.string(),
    pages: z.int().optional().openapi({ description: '页数, as it was stated' }),
  })
  .openapi('Document')

const StoredObject = z.object({ key: z.string(), bytes: z.int(), sha256, version: z.string() }).openapi('StoredObject')

const DescriptiveValue = z.union([z.string(), z.array(z.string()).readonly()])

/** The editable description of a record: its newest version, and how it came about. */
export const RecordDescription = z
  .object({
    version: z.int().openapi({ description: '1: as it was sealed' }),
    elements: z.array(z.object({ element: z.string(), title: z.string(), value: DescriptiveValue })).readonly(),
    history: z
      .array(
        z.object({
          version: z.int(),
          at: moment,
          by: z.string(),
          reason: z.string(),
          changes: z
            .array(
              z.object({
                element: z.string(),
                title: z.string(),
                before: DescriptiveValue.optional(),
                after: DescriptiveValue.optional(),
              }),
            )
            .readonly(),
        }),
      )
      .readonly(),
  })
  .openapi('Description')

const change = z.object({
  systemCode: z.string(),
  serialNumber: z.string(),
  noticeNumber: z.string().openapi({ description: '通知编号' }),
  kind: z.enum(changeKinds),
  changedAt: z.iso.datetime({ offset: true }),
  basis: z.string(),
  changedBy: z.string(),
  successor: z.object({ systemCode: z.string(), serialNumber: z.string() }).optional(),
  number: number.openapi({ description: '电子文件号 of the record that has changed' }),
  successorNumber: number.optional().openapi({ description: '电子文件号 of the successor, once it is archived' }),
  receivedAt: moment,
})

/** 业务实体: what the archive has done with a record, outside of the sealed package. */
export const Acts = z
  .array(
    z.object({
      id: z.uuid().openapi({ description: '业务标识符' }),
      act: z.enum(managementActKeys),
      activity: z.string().openapi({ description: '业务行为 (M82)' }),
      status: z.string().openapi({ description: '业务状态 (M81)' }),
      at: moment,
      mandate: z.string().optional().openapi({ description: '行为依据 (M84)' }),
      description: z.string().openapi({ description: '行为描述 (M85)' }),
      outcome: z.string().optional(),
      resultSha256: sha256.optional().openapi({ description: 'of the result or report as canonical JSON (RFC 8785)' }),
      agents: z
        .array(
          z.object({
            type: z.string(),
            name: z.string(),
            code: z.string().optional(),
            position: z.string().optional(),
            relation: z.string(),
          }),
        )
        .readonly(),
    }),
  )
  .readonly()
  .openapi('Acts')

/** What the catalogue knows of one record. Metadata, scope and checks have the form of their profiles. */
export const ShownRecord = z
  .object({
    number,
    archivalCode,
    title: z.string(),
    unit: z.string(),
    item: z.object({ code: z.string(), name: z.string() }),
    result: z.string(),
    applicants: z.array(z.string()).readonly(),
    decidedAt: moment.optional(),
    finishedAt: moment,
    security: z.string().openapi({ description: '密级' }),
    retention: ShownRetention,
    scope: z.any().openapi({ type: 'object', description: 'the entry of the archive scope table that decided' }),
    testKeys: z.boolean().openapi({ description: 'sealed with test keys: without legal force' }),
    documents: z.array(ShownDocument).readonly(),
    recognition: z.object({ state: z.enum(['done', 'off']), pages: z.int(), recognisedPages: z.int() }),
    inspection: z.object({
      stage: z.string(),
      outcome: z.enum(outcomes),
      counts: z.record(z.enum(outcomes), z.int()),
      items: z.array(z.any().openapi({ type: 'object' })).readonly(),
    }),
    package: z.object({ bytes: z.int(), sha256 }),
    objects: z.object({
      package: StoredObject,
      evidence: StoredObject,
      text: StoredObject.optional(),
      'withdrawn-1': StoredObject.optional().openapi({
        description:
          '作废的证据: stored and locked before its signer was revoked; withdrawn-2 and so on where that came again',
      }),
      lockedUntil: moment,
    }),
    description: RecordDescription,
    changes: z.array(change).readonly().openapi({ description: '升版、作废 since it was archived' }),
    replaces: z
      .array(change)
      .readonly()
      .openapi({ description: 'changes by which it took the place of other records' }),
    metadata: z.any().openapi({ type: 'object', description: 'as it was sealed' }),
    history: z.array(z.object({ stage: z.string(), at: moment })).readonly(),
    acts: Acts,
  })
  .openapi('Record')

/** What a verification came to, step by step. */
export const Verification = z
  .object({
    number: number.optional(),
    ok: z.boolean(),
    steps: z.array(z.object({ step: z.string(), ok: z.boolean(), detail: z.string() })).readonly(),
    pending: z.array(z.string()).readonly().openapi({ description: 'steps that the evidence holds nothing for' }),
  })
  .openapi('Verification')
