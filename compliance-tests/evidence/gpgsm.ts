import { createHash } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { certificatePem, readPemCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { runProgram } from './laboratory.ts'

/** What GnuPG's gpgsm says of a detached signature, in a home of its own in which one root is trusted. */
export async function verifyWithGpgsm(
  signature: string,
  content: string,
  trusted: { readonly root: string; readonly certificates: readonly Uint8Array[] },
): Promise<string> {
  const home = await mkdtemp(join(tmpdir(), 'gpgsm-'))
  const gpgsm = (...args: readonly string[]) => runProgram('gpgsm', ['--homedir', home, '--batch', ...args])
  try {
    const root = await readFile(trusted.root, 'utf8')
    const fingerprint = createHash('sha1').update(readPemCertificate(root).der).digest('hex').toUpperCase()
    await writeFile(join(home, 'gpgsm.conf'), 'disable-crl-checks\n')
    await writeFile(join(home, 'trustlist.txt'), `${fingerprint} S\n`)
    await writeFile(join(home, 'certificates.pem'), [root, ...trusted.certificates.map(certificatePem)].join(''))
    await gpgsm('--quiet', '--import', join(home, 'certificates.pem'))
    const { stdout, stderr } = await gpgsm('--assume-binary', '--verify', signature, content)
    return stdout + stderr
  } finally {
    await runProgram('gpgconf', ['--homedir', home, '--kill', 'all'])
    await rm(home, { recursive: true })
  }
}
