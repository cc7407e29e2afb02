import { expect, test } from 'vitest'
import { forEachAtOnce } from './object-store-trial.ts'
import { openS3Trial } from './s3-trial.ts'
import { listVersions } from './s3-version-list.ts'

for (const prefix of ['dir/', '案卷']) {
  test(`lists 1,100 versions of 100 keys below ${prefix}, each once, page after page`, async () => {
    const { place } = await openS3Trial()
    const keys = Array.from({ length: 100 }, (_, n) => `${prefix}${String(n).padStart(3, '0')} & 附件`)
    const written: string[] = []
    await forEachAtOnce(keys, async (key) => {
      for (let version = 0; version < 11; version += 1) {
        const { versionId } = await place.client.putObject(place.bucket, key, `${version}`)
        written.push(`${key} ${versionId}`)
      }
    })
    await place.client.putObject(place.bucket, 'elsewhere', 'x')
    for (const size of [1_000, 7]) {
      const listed = await Array.fromAsync(listVersions(place, prefix, { size }))
      expect(listed).toHaveLength(1_100)
      expect(listed.map(({ key, version }) => `${key} ${version}`).toSorted()).toEqual(written.toSorted())
      expect([...new Set(listed.map(({ key }) => key))]).toEqual(keys)
    }
  })
}
