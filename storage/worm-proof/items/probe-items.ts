import { z } from 'zod'
import { demand, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import { demandUndeletable, lockOf, writeObject } from '../tried-object.ts'

const lockConfiguration = z.object({
  mode: z.literal('COMPLIANCE'),
  unit: z.enum(['Days', 'Years']),
  validity: z.number(),
})

/** What may be tried in the bucket of the archive itself: nothing is changed there but two small objects, locked as all others. */
export const probeItems: readonly ProofItem<S3Bench>[] = [
  {
    id: 'W1',
    title: '桶 bucket: versions are kept',
    async attempt({ archive: { client, bucket } }) {
      const { Status } = await client.getBucketVersioning(bucket)
      demand(Status === 'Enabled', `versioning is ${Status ?? 'off'}`)
      return `versioning ${Status}`
    },
  },
  {
    id: 'W2',
    title: '默认保留 default retention in COMPLIANCE mode',
    async attempt({ archive: { client, bucket } }) {
      const kept = lockConfiguration.safeParse(await client.getObjectLockConfig(bucket)).data
      demand(kept !== undefined && kept.validity >= 1, 'there is no default retention in COMPLIANCE mode')
      return `COMPLIANCE ${kept.validity} ${kept.unit}`
    },
  },
  {
    id: 'W3',
    title: '单次写入 single PUT carries the default lock',
    async attempt({ archive, key }) {
      const lock = await lockOf(await writeObject(archive, `worm-proof/${key('W3')}`))
      demand(lock?.mode === 'COMPLIANCE', `its mode is ${lock?.mode ?? 'none'}`)
      demand(lock.end.getTime() > Date.now() + almostADay, `it is locked until ${lock.end.toISOString()} only`)
      return `COMPLIANCE until ${lock.end.toISOString()}`
    },
  },
  {
    id: 'W5',
    title: '删除 delete of a locked version',
    async attempt({ archive, key }) {
      return demandUndeletable(await writeObject(archive, `worm-proof/${key('W5')}`))
    },
  },
]

const almostADay = 86_400_000 - 5_000
