import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeEvidenceObject } from '#archive-schema/evidence/evidence-object.ts'
import { trustFingerprint } from '#archive-schema/evidence/trust.ts'
import { readTrustFolder } from '#services/verifier/exported-folder.ts'
import { number } from './exported-record.ts'
import { type Laboratory, openLaboratory, runProgram } from './laboratory.ts'

const services = join(import.meta.dirname, '../../services/verifier')

describe.for(['ecdsa-p256', 'rsa-2048', 'rsa-3072'] as const)('a record sealed with %s', (kind) => {
  let laboratory: Laboratory
  const place = (...parts: readonly string[]) => join(laboratory.record, ...parts)

  beforeAll(async () => {
    laboratory = await openLaboratory(kind)
  })
  afterAll(() => laboratory.close())

  const verifyWithOpenssl = (content: string) =>
    runProgram('openssl', [
      ...['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', place('evidence', 'statement.p7s')],
      ...['-content', content, '-CAfile', place('trust', 'root.pem'), '-no-CApath', '-no-CAstore', '-out', '/dev/null'],
    ])

  test('openssl cms -verify -cades accepts the signature', async () => {
    const { code, stderr } = await verifyWithOpenssl(place('evidence', 'statement.txt'))
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'CAdES Verification successful\n' })
  })

  test('openssl cms -verify -cades refuses it for other content', async () => {
    await writeFile(place('other.txt'), `${await readFile(place('evidence', 'statement.txt'), 'utf8')} `)
    expect(await verifyWithOpenssl(place('other.txt'))).toMatchObject({ code: 4 })
  })

  test('sha256sum and openssl dgst find the files as the manifests list them', async () => {
    const manifest = place('evidence', 'manifest-sha256.txt')
    const sums = await runProgram('sha256sum', ['-c', '--strict', '--quiet', manifest], place('package', number))
    expect(sums).toEqual({ code: 0, stdout: '', stderr: '' })
    const [line] = (await readFile(place('evidence', 'manifest-sm3.txt'), 'utf8')).split('\n')
    const [digest, path] = line?.split('  ') ?? []
    const sm3 = await runProgram('openssl', ['dgst', '-sm3', '-r', `./${path}`], place('package', number))
    expect(sm3.stdout).toBe(`${digest} *./${path}\n`)
  })

  test('the shell verifier accepts it with nothing but its own folder, from anywhere', async () => {
    const { code, stdout } = await runProgram('sh', ['../verify-package.sh', '..'], place('package'))
    expect(code).toBe(0)
    expect(stdout).toContain('PENDING time')
  })

  test('the verifier program says the same, and both print the same fingerprint of the trust', async () => {
    const program = await runProgram(process.execPath, [join(services, 'main.ts'), laboratory.record])
    const script = await runProgram('sh', [join(services, 'verify-package.sh'), laboratory.record])
    expect([program.code, script.code]).toEqual([0, 0])
    const line = `trust sha256 ${trustFingerprint(await readTrustFolder(place('trust')))}`
    expect(program.stdout.split('\n')).toContain(line)
    expect(script.stdout.split('\n')).toContain(line)
  })

  test('tar unpacks the evidence object to the evidence files', async () => {
    const read = (name: string) => readFile(place('evidence', name))
    const evidence = {
      manifestSha256: await read('manifest-sha256.txt'),
      manifestSm3: await read('manifest-sm3.txt'),
      statement: await read('statement.txt'),
      signature: await read('statement.p7s'),
      signatureSm2: await read('statement-sm2.p7s'),
    }
    await mkdir(place('unpacked'))
    await writeFile(place('evidence.tar'), writeEvidenceObject(evidence))
    expect(await runProgram('tar', ['-xf', place('evidence.tar'), '-C', place('unpacked')])).toMatchObject({ code: 0 })
    expect((await readdir(place('unpacked'))).sort()).toEqual((await readdir(place('evidence'))).sort())
    expect(await runProgram('diff', ['-r', place('unpacked'), place('evidence')])).toMatchObject({
      code: 0,
      stdout: '',
    })
  })
})

test('a verifier that cannot verify says so, and neither accepts nor refuses', async () => {
  const laboratory = await openLaboratory('ecdsa-p256')
  const programs = [
    { program: process.execPath, script: join(services, 'main.ts') },
    { program: 'sh', script: join(services, 'verify-package.sh') },
  ]
  for (const { program, script } of programs) {
    expect(await runProgram(program, [script])).toMatchObject({ code: 2, stdout: '' })
    expect(await runProgram(program, [script, join(laboratory.record, 'nowhere')])).toMatchObject({
      code: 2,
      stdout: '',
    })
    await writeFile(join(laboratory.record, 'signers'), 'x')
    const noTrust = await runProgram(program, [script, laboratory.record, join(laboratory.record, 'evidence')])
    expect(noTrust).toMatchObject({ code: 2, stdout: '' })
  }
  await laboratory.close()
})
