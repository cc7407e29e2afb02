import { createPrivateKey, generateKeyPair } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type FolderContent, makeFolderOnce } from './folder-once.ts'
import type { LedgerKeyPairs } from './ledger-key-pairs.ts'

const makeKeyPair = promisify(generateKeyPair)
const files = {
  ed25519Key: 'log.key',
  ed25519: 'log.pub',
  sm2Key: 'log-sm2.key',
  sm2: 'log-sm2.pub',
  from: 'from',
} as const

/**
 * Test keys of a ledger 测试密钥, made in the data folder when first asked for. A ledger that began without an SM2 key gets one
 * that signs from its next checkpoint on; `sizeOf` says how many entries its newest one has.
 */
export async function testLedgerKeys(dataDir: string, sizeOf: () => Promise<number>): Promise<LedgerKeyPairs> {
  const folder = join(dataDir, 'keys', 'test-ledger')
  const sm2Folder = `${folder}-sm2`
  await makeFolderOnce(folder, makeKeys)
  await makeFolderOnce(sm2Folder, async () => makeSm2Keys(await sizeOf()))
  const read = (place: string, name: string) => readFile(join(place, name), 'utf8')
  return {
    ed25519: createPrivateKey(await read(folder, files.ed25519Key)),
    ed25519Pem: await read(folder, files.ed25519),
    sm2: createPrivateKey(await read(sm2Folder, files.sm2Key)),
    sm2Pem: await read(sm2Folder, files.sm2),
    sm2From: Number(await read(sm2Folder, files.from)),
  }
}

async function makeKeys(): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair('ed25519')
  return new Map([
    [files.ed25519Key, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [files.ed25519, publicKey.export({ type: 'spki', format: 'pem' }).toString()],
  ])
}

async function makeSm2Keys(size: number): Promise<FolderContent> {
  const { publicKey, privateKey } = await makeKeyPair('ec', { namedCurve: 'SM2' })
  return new Map([
    [files.sm2Key, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
    [files.sm2, publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    [files.from, `${size === 0 ? 0 : size + 1}\n`],
  ])
}
