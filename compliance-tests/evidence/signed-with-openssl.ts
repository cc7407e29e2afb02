import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** A folder with a self-made certificate, in which openssl signs; for tests only. */
export type OpensslSigner = {
  /** DER of a detached message over `content`. */
  sign(content: Uint8Array, ...options: readonly string[]): Promise<Buffer>
  close(): Promise<void>
}

/** Makes a key and a certificate of its own. `key` is what `openssl req -newkey` takes. */
export async function openOpensslSigner(key: readonly string[]): Promise<OpensslSigner> {
  const cwd = await mkdtemp(join(tmpdir(), 'openssl-signer-'))
  const subject = ['-subj', '/C=CN/O=测试/CN=openssl', '-utf8']
  const files = ['-keyout', 'key.pem', '-out', 'certificate.pem']
  await run('openssl', ['req', '-x509', '-nodes', '-days', '3650', '-newkey', ...key, ...subject, ...files], { cwd })
  return {
    async sign(content, ...options) {
      await writeFile(join(cwd, 'content'), content)
      const signer = ['-signer', 'certificate.pem', '-inkey', 'key.pem']
      const form = ['-binary', '-outform', 'DER', '-in', 'content', '-out', 'signature', ...options]
      await run('openssl', ['cms', '-sign', ...signer, ...form], { cwd })
      return readFile(join(cwd, 'signature'))
    },
    close: () => rm(cwd, { recursive: true }),
  }
}
