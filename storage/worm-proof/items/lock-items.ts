import { RETENTION_MODES } from 'minio'
import type { ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import {
  answerTo,
  askForLock,
  demandBytes,
  demandLock,
  demandUndeletable,
  inSeconds,
  lockOf,
  writeObject,
} from '../tried-object.ts'

export const deletion: ProofItem<S3Bench> = {
  id: 'W5',
  title: '删除 delete of a locked version',
  async attempt({ locked, key }) {
    return demandUndeletable(await writeObject(locked, key('W5')))
  },
}

export const deletionWithBypass: ProofItem<S3Bench> = {
  id: 'W6',
  title: '绕过删除 delete of a locked version with governance bypass',
  async attempt({ locked, key }) {
    return demandUndeletable(await writeObject(locked, key('W6')), true)
  },
}

export const bulkDeletion: ProofItem<S3Bench> = {
  id: 'W7',
  title: '批量删除 bulk delete of a locked version',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W7'))
    const versions = [{ name: object.key, versionId: object.version }]
    const answer = await answerTo(() => locked.client.removeObjects(locked.bucket, versions))
    await demandBytes(object, 'a bulk delete')
    return `${answer}, and still there`
  },
}

export const shortening: ProofItem<S3Bench> = {
  id: 'W10',
  title: '缩短 a lock cannot be shortened',
  async attempt({ free, key }) {
    const object = await writeObject(free, key('W10'))
    const end = inSeconds(7_200)
    await askForLock(object, end)
    await demandLock(object, end, 'a lock')
    const answer = await askForLock(object, inSeconds(60))
    await demandLock(object, end, 'a shorter one')
    return `${answer}; ${await demandUndeletable(object)}`
  },
}

export const downgrade: ProofItem<S3Bench> = {
  id: 'W11',
  title: '降级 COMPLIANCE cannot become GOVERNANCE',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W11'))
    const before = await lockOf(object)
    const end = before?.end ?? inSeconds(86_400)
    const answer = await askForLock(object, end, RETENTION_MODES.GOVERNANCE)
    await demandLock(object, end, 'a downgrade')
    return answer
  },
}

export const extension: ProofItem<S3Bench> = {
  id: 'W12',
  title: '延长 a lock can be lengthened, to the second',
  async attempt({ locked, key }) {
    const object = await writeObject(locked, key('W12'))
    const end = inSeconds(2 * 86_400)
    const answer = await askForLock(object, end)
    await demandLock(object, end, 'an extension')
    return `${answer}; delete: ${await demandUndeletable(object)}`
  },
}
