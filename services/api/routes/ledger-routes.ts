import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { DigestAlgorithm } from '#archive-schema/evidence/digest.ts'
import { describeLedger } from '../../access/describe-ledger.ts'
import { recordProofs } from '../../access/ledger-proofs.ts'
import { consistency, readLedgerTile, requireCheckpoint } from '../../access/read-ledger.ts'
import { requireRecord } from '../../access/require-record.ts'
import type { ApiTools } from '../api-tools.ts'
import { Consistency, Ledger, size, tree } from './ledger-schemas.ts'
import { recordParameter } from './parameters.ts'
import { bytesOf, jsonOf, problems } from './responses.ts'

const tags = ['账本 ledger']
const get = { method: 'get', tags } as const

const stateRoute = createRoute({
  ...get,
  path: '/api/v1/ledger',
  summary: '账本: entries, what waits, newest checkpoint',
  responses: { 200: { description: 'Where the ledger stands', ...jsonOf(Ledger) }, ...problems(401) },
})

const consistencyRoute = createRoute({
  ...get,
  path: '/api/v1/ledger/consistency',
  summary: '一致性证明: that the ledger has only grown (RFC 6962, 2.1.2)',
  request: { query: z.strictObject({ old: size, size: size.optional(), tree }) },
  responses: { 200: { description: 'The proof', ...jsonOf(Consistency) }, ...problems(400, 401, 404) },
})

const proofRoute = createRoute({
  ...get,
  path: '/api/v1/records/{number}/proof',
  summary:
    '存在证明: that a record stands in the ledger (C2SP tlog-proof); a checkpoint is asked for if none covers it',
  request: { params: recordParameter, query: z.strictObject({ tree }) },
  responses: { 200: { description: 'The proof', ...bytesOf('text/plain') }, ...problems(400, 401, 404, 410, 503) },
})

/** Where each tree is served (C2SP tlog-tiles). */
const prefixes = { sha256: '/api/v1/ledger', sm3: '/api/v1/ledger/sm3' } as const

const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'private, no-cache' }
const forEver = { 'content-type': 'application/octet-stream', 'cache-control': 'private, max-age=31536000, immutable' }

/** The ledger: its state, its checkpoints and tiles, and what they prove. */
export function ledgerRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(stateRoute, async (c) => c.json(await describeLedger(archive), 200))
  app.openapi(consistencyRoute, async (c) => c.json(await consistency(archive, c.req.valid('query')), 200))
  app.openapi(proofRoute, async (c) => {
    const record = await requireRecord(archive.catalogue, c.req.valid('param').number)
    const proofs = await recordProofs(archive, record)
    return c.text(Buffer.from(proofs[c.req.valid('query').tree]).toString(), 200, plain)
  })
  treeRoutes(app, archive, 'sha256')
  treeRoutes(app, archive, 'sm3')
}

function treeRoutes(app: OpenAPIHono, archive: ApiTools['archive'], algorithm: DigestAlgorithm): void {
  const checkpointRoute = createRoute({
    ...get,
    path: `${prefixes[algorithm]}/checkpoint`,
    summary: `检查点: the newest checkpoint of the ${algorithm} tree, signed (C2SP tlog-checkpoint)`,
    responses: { 200: { description: 'The signed note', ...bytesOf('text/plain') }, ...problems(401, 404) },
  })
  app.openapi(checkpointRoute, async (c) => c.text((await requireCheckpoint(archive)).notes[algorithm], 200, plain))
  // Paths of tiles have as many parts as their number needs: OpenAPI cannot say so, the router can.
  app.openAPIRegistry.registerPath({
    ...get,
    path: `${prefixes[algorithm]}/tile/{path}`,
    summary: `哈希块: a tile of the ${algorithm} tree or a bundle of entries (C2SP tlog-tiles), e.g. 0/x001/234.p/56`,
    request: { params: z.object({ path: z.string() }) },
    responses: { 200: { description: 'The bytes', ...bytesOf('application/octet-stream') }, ...problems(401, 404) },
  })
  app.get(`${prefixes[algorithm]}/tile/:path{.+}`, async (c) => {
    const bytes = await readLedgerTile(archive, algorithm, `tile/${c.req.param('path')}`)
    return c.newResponse(new Uint8Array(bytes), 200, forEver)
  })
}
