import { z } from '@hono/zod-openapi'
import { type ObjectFaultKind, objectFaultKinds } from '#archive-schema/copies/object-fault.ts'
import { storeNames } from '#archive-schema/copies/store-name.ts'

const store = z.enum(storeNames).openapi({ description: 'which of the two copies' })
const kinds = Object.keys(objectFaultKinds) as [ObjectFaultKind, ...ObjectFaultKind[]]

/** What is to be audited. */
export const AuditOrder = z
  .strictObject({
    store: store.default('first'),
    slice: z
      .string()
      .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,6}$/)
      .default('1/1')
      .openapi({ description: 'the n-th of t slices, n/t' }),
    sample: z.number().positive().max(100).default(100).openapi({ description: 'percent of the objects' }),
    inspect: z.boolean().default(false).openapi({ description: 'inspect every record for 长期保存 as well' }),
  })
  .openapi('AuditOrder')

/** An audit under way or finished. */
export const Audit = z
  .object({
    id: z.uuid(),
    store,
    slice: z.string(),
    sample: z.number(),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().optional(),
    report: z.string().optional().openapi({ description: 'SHA-256 of the report that the ledger holds' }),
    phase: z.string().openapi({ description: 'done, or what is looked at now' }),
    checked: z.int().openapi({ description: 'objects read' }),
    bytes: z.int(),
    faults: z.array(
      z.object({
        kind: z.enum(kinds),
        key: z.string(),
        number: z.string().optional(),
        expected: z.string(),
        found: z.string(),
      }),
    ),
    passing: z.int().openapi({ description: 'objects that were bad once and good when read again' }),
    covered: z.object({ records: z.int(), ledgerObjects: z.int(), listed: z.int(), uncopied: z.int() }),
  })
  .openapi('Audit')

export const Audits = z.object({ audits: z.array(Audit) }).openapi('Audits')

export const Copies = z
  .object({
    waiting: z.int().openapi({ description: 'records that have no copy of all their objects yet' }),
    journal: z.int().openapi({ description: 'objects of the journal that have no copy yet' }),
    ledger: z.int().openapi({ description: 'texts and checkpoints of the ledger that have no copy yet' }),
    since: z.iso.datetime().optional().openapi({ description: 'since when the oldest of them all waits' }),
    lagSeconds: z.number(),
    alarm: z.boolean(),
  })
  .openapi('Copies')
