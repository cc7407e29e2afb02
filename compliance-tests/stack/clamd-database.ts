import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The harmless file that every scanner takes for a virus (EICAR). In parts, so that none takes this one for it. */
export const eicar = Buffer.from(
  ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE', '!$H+H*'].join(''),
)

/** Bytes that the database of the tests takes for a virus wherever they stand. */
export const marker = Buffer.from(['GUIDANG', 'TRIAL', 'MARKER'].join('-'))

/**
 * Writes the signature database of the tests into `folder`, as of `date`: an unsigned one in the form of ClamAV (CUD),
 * named as the daily one because by that `clamd` tells version and date.
 */
export async function writeClamdDatabase(folder: string, date: Date): Promise<void> {
  const signatures = [
    { name: 'daily.hdb', text: `${digest('md5', eicar)}:${eicar.length}:Trial.Eicar\n` },
    { name: 'daily.ndb', text: `Trial.Marker:0:*:${marker.toString('hex')}\n` },
  ]
  const seconds = Math.floor(date.getTime() / 1000)
  const header = `ClamAV-VDB:made for tests:27000:${signatures.length}:63:X:X:guidang:${seconds}`
  const info = [header, ...signatures.map(({ name, text }) => `${name}:${text.length}:${digest('sha256', text)}`), '']
  const parts = join(folder, 'parts')
  const members = [
    { name: 'COPYING', text: 'made for tests\n' },
    { name: 'daily.info', text: info.join('\n') },
    ...signatures,
  ]
  await mkdir(parts, { recursive: true })
  for (const { name, text } of members) await writeFile(join(parts, name), text)
  const names = members.map(({ name }) => name)
  const { stdout } = await run('tar', ['--format=ustar', '-C', parts, '-cf', '-', ...names], { encoding: 'buffer' })
  await mkdir(join(folder, 'database'), { recursive: true })
  await writeFile(join(folder, 'database', 'daily.cud'), Buffer.concat([Buffer.from(header.padEnd(512)), stdout]))
}

function digest(algorithm: string, content: string | Uint8Array): string {
  return createHash(algorithm).update(content).digest('hex')
}
