import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { certificatePem } from '#archive-schema/evidence/read-certificate.ts'
import { makeSm2Party } from '#archive-schema/signatures/sm2-trial.ts'
import { readSignatureAnchors } from './signature-anchors.ts'

test('reads the configured authorities, and refuses a file that is missing or holds none', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'signature-anchors-'))
  const refusal = { code: 'CONFIGURATION_INVALID', faults: [{ field: 'SIGNATURE_ANCHORS' }] }
  try {
    expect(await readSignatureAnchors(undefined)).toEqual([])
    const file = join(folder, 'anchors.pem')
    await expect(readSignatureAnchors(file)).rejects.toMatchObject(refusal)
    await writeFile(file, 'none')
    await expect(readSignatureAnchors(file)).rejects.toMatchObject(refusal)
    await writeFile(file, certificatePem(makeSm2Party('根', { authority: true }).certificate))
    expect(await readSignatureAnchors(file)).toMatchObject([{ name: 'CN=根' }])
  } finally {
    await rm(folder, { recursive: true })
  }
})
