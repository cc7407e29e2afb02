import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { samples } from '../stack/test-archive.ts'

/** The `case.json` of an accepted sample, parsed as JSON only. */
export async function sampleCaseJson(name: string): Promise<Readonly<Record<string, object>>> {
  return JSON.parse(await readFile(join(samples, 'accepted', name, 'case.json'), 'utf8')) as Record<string, object>
}
