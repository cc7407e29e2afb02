import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { certificatePem, readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { makeFolderOnce } from './folder-once.ts'
import { readCertificateFile } from './key-files.ts'
import { signerUnfit } from './signer-unfit.ts'

/**
 * Keeps the certificate of a signer that is in use, and comes to the SHA-256 of every one that was under the same root: what
 * they sealed must go on verifying when another key takes over. Throws `SIGNER_UNFIT`.
 */
export async function knownSigners(keysFolder: string, signer: Signer, rootPem: string): Promise<readonly string[]> {
  const [der] = signer.certificates
  if (der === undefined) throw signerUnfit('the signer has no certificate')
  const { sha256 } = readCertificate(der)
  const folder = join(keysFolder, 'package-signers', readPemCertificate(rootPem).sha256)
  await makeFolderOnce(join(folder, sha256), async () => new Map([['signer.pem', certificatePem(der)]]))
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()
  const known = await Promise.all(names.map((name) => readCertificateFile(join(folder, name, 'signer.pem'))))
  return known.map((certificate) => certificate.sha256)
}
