import { containerSkeletons } from './container-skeletons.ts'
import type { KnownFile } from './score-skeletons.ts'
import { buildSkeleton } from './skeleton.ts'
import facts from './skeleton-signatures.json' with { type: 'json' }

/** The skeleton set of this project: a file for every signature of the facts and for every container. */
export async function ownSkeletons(): Promise<readonly KnownFile[]> {
  const flat = facts.signatures.map((signature) => ({
    pronom: signature.pronom,
    file: fileName(signature.pronom, signature.signature, signature.extension),
    content: buildSkeleton(signature),
  }))
  const containers = (await containerSkeletons()).map(({ pronom, extension, content }) => ({
    pronom,
    file: fileName(pronom, 'container', extension),
    content,
  }))
  return [...flat, ...containers]
}

function fileName(pronom: string, signature: number | string, extension: string): string {
  return `${pronom.replace('/', '-')}-signature-id-${signature}.${extension}`
}
