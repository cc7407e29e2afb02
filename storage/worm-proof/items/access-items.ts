import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { bucketHeaders } from '#storage/objects/s3-head.ts'
import { openS3Place } from '#storage/objects/s3-place.ts'
import { versionsOf } from '#storage/objects/s3-version-list.ts'
import { demand, NotChecked, type ProofItem } from '../proof-item.ts'
import type { S3Bench } from '../s3-bench.ts'
import { answerTo, writeObject } from '../tried-object.ts'

export const roles: ProofItem<S3Bench> = {
  id: 'W18',
  title: '权限 no access without key or with a wrong one; writers and auditors',
  async attempt({ address, locked, key }) {
    const object = await writeObject(locked, key('W18'))
    const url = `${address.endpoint}/${locked.bucket}/${object.key.split('/').map(encodeURIComponent).join('/')}`
    const anonymous = await fetch(url)
    demand(anonymous.status === 403 || anonymous.status === 401, `without a key: ${anonymous.status}`)
    const { client } = openS3Place({ ...address, secretKey: `${address.secretKey}-wrong` })
    const wrong = await answerTo(() => client.statObject(locked.bucket, object.key))
    demand(wrong !== 'accepted', 'a wrong secret is let in')
    throw new NotChecked(`without a key ${anonymous.status}, wrong secret refused; other accounts were not tried`)
  },
}

export const transport: ProofItem<S3Bench> = {
  id: 'W19',
  title: '传输 damaged uploads, changed and expired addresses are refused',
  async attempt({ address, free, key }) {
    // Of a body that it refuses, a server may leave bytes on the connection: they would begin the next request there.
    const { client } = openS3Place({ ...address, reusesConnections: false })
    const damaging = { ...free, client }
    const answers = [await wrongMd5(damaging, key('W19 md5')), await wrongSha256(damaging, key('W19 sha256'))]
    const object = await writeObject(free, key('W19'))
    const url = await free.client.presignedGetObject(free.bucket, object.key, 1)
    const changed = await fetch(`${url.slice(0, -1)}${url.endsWith('0') ? '1' : '0'}`)
    demand(changed.status === 403, `a changed address is answered ${changed.status}`)
    await sleep(2_500)
    const expired = await fetch(url)
    demand(expired.status === 403, `an expired address is answered ${expired.status}`)
    return `${answers.join(', ')}; changed address ${changed.status}, expired ${expired.status}`
  },
}

async function wrongMd5(place: S3Bench['free'], key: string): Promise<string> {
  const headers = { 'content-md5': createHash('md5').update('另').digest('base64') }
  const request = { method: 'PUT', bucketName: place.bucket, objectName: key, headers }
  return demandNothingKept(place, key, () => place.client.makeRequestAsync(request, '文', [200], ''))
}

/** Over https the client signs no digest of the body: there the connection keeps it. */
async function wrongSha256(place: S3Bench['free'], key: string): Promise<string> {
  const request = { method: 'PUT', bucketName: place.bucket, objectName: key, headers: { 'content-length': '3' } }
  const sha256 = createHash('sha256').update('另').digest('hex')
  const send = () => place.client.makeRequestStreamAsync(request, Buffer.from('文'), sha256, [200], '')
  return demandNothingKept(place, key, send)
}

async function demandNothingKept(place: S3Bench['free'], key: string, send: () => Promise<unknown>): Promise<string> {
  const answer = await answerTo(send)
  demand((await versionsOf(place, key)).length === 0, `bytes that are not those announced are kept (${answer})`)
  return answer
}

const clockTolerance = 5

export const clock: ProofItem<S3Bench> = {
  id: 'W23',
  title: '时钟 the clock of the server is ours',
  async attempt({ locked }) {
    const asked = Date.now()
    const { date = '' } = await bucketHeaders(locked)
    const server = Date.parse(date)
    demand(!Number.isNaN(server), 'the server tells no time')
    const seconds = Math.round((server - asked) / 1000)
    demand(Math.abs(seconds) <= clockTolerance, `the clock of the server is ${seconds} s off`)
    return `${seconds} s off`
  },
}

export const drill: ProofItem<S3Bench> = {
  id: 'W24',
  title: '重启 bytes, versions and locks after a crash of the server',
  async attempt() {
    throw new NotChecked('a drill of the operator: kill the server, start it again, run the proof once more')
  },
}
