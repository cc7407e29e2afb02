import { execFileSync } from 'node:child_process'
import { createECDH } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bitString, encodeDer, objectIdentifier, sequence } from '#archive-schema/evidence/der.ts'
import { Sm2Verifier } from '#archive-schema/signatures/sm2.ts'
import { signSm2 } from '#archive-schema/signatures/sm2-trial.ts'

const keys = createECDH('SM2')
keys.generateKeys()
const message = Buffer.from('归档')

test('SIG-02 openssl accepts what our verifier accepts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sm2-'))
  try {
    const signature = signSm2(keys.getPrivateKey(), keys.getPublicKey(), message)
    const verifier = new Sm2Verifier(keys.getPublicKey())
    verifier.update(message)
    expect(verifier.verify(signature)).toBe(true)
    const curve = sequence(objectIdentifier('1.2.840.10045.2.1'), objectIdentifier('1.2.156.10197.1.301'))
    writeFileSync(join(folder, 'key.der'), encodeDer(sequence(curve, bitString(keys.getPublicKey()))))
    writeFileSync(join(folder, 'message'), message)
    writeFileSync(join(folder, 'signature'), signature)
    const options = '-pubin -keyform DER -inkey key.der -rawin -digest sm3 -pkeyopt distid:1234567812345678'
    const found = execFileSync(
      'openssl',
      ['pkeyutl', '-verify', ...options.split(' '), '-in', 'message', '-sigfile', 'signature'],
      { cwd: folder, encoding: 'utf8' },
    )
    expect(found).toContain('Signature Verified Successfully')
  } finally {
    rmSync(folder, { recursive: true })
  }
})
