import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { samples } from './test-archive.ts'

type Json = { [key: string]: Json } & { serialNumber?: string }

/** Copies a sample case into `target` as another hand-over: with a serial number of its own, and changed as `edit` says. */
export async function makeCase(
  sample: string,
  target: string,
  serialNumber: string,
  edit: (caseJson: Json) => void = () => {},
): Promise<string> {
  await cp(join(samples, 'accepted', sample), target, { recursive: true })
  const path = join(target, 'case.json')
  const caseJson = JSON.parse(await readFile(path, 'utf8')) as Json
  Object.assign(caseJson['source'] ?? {}, { serialNumber })
  edit(caseJson)
  await writeFile(path, JSON.stringify(caseJson))
  return target
}
