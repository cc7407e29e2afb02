import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { certificatePem, readCertificate, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import type { Signer } from '#archive-schema/evidence/signer.ts'
import { statIfThere } from '../content/stat-if-there.ts'
import { makeFolderOnce } from './folder-once.ts'
import { readCertificateFile } from './key-files.ts'
import { signerUnfit } from './signer-unfit.ts'

/** Keeps the certificate of a signer that is in use under a root. Throws `SIGNER_UNFIT`. */
export async function rememberSigner(keysFolder: string, signer: Signer, rootPem: string): Promise<void> {
  const [der] = signer.certificates
  if (der === undefined) throw signerUnfit('the signer has no certificate')
  const folder = join(folderOf(keysFolder, rootPem), readCertificate(der).sha256)
  await makeFolderOnce(folder, async () => new Map([['signer.pem', certificatePem(der)]]))
}

/**
 * SHA-256 of the certificate of every signer that was in use under a root: what they sealed must go on verifying when
 * another key takes over. Throws `SIGNER_UNFIT`.
 */
export async function knownSigners(keysFolder: string, rootPem: string): Promise<readonly string[]> {
  const folder = folderOf(keysFolder, rootPem)
  if ((await statIfThere(folder)) === undefined) return []
  const names = (await readdir(folder)).filter((name) => /^[0-9a-f]{64}$/.test(name)).sort()
  const known = await Promise.all(names.map((name) => readCertificateFile(join(folder, name, 'signer.pem'))))
  return known.map((certificate) => certificate.sha256)
}

function folderOf(keysFolder: string, rootPem: string): string {
  return join(keysFolder, 'package-signers', readPemCertificate(rootPem).sha256)
}
