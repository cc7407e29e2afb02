import type { ObjectFixity } from '#archive-schema/fixity.ts'
import type { CaseInProgress } from '#pipelines/case-in-progress.ts'
import type { PreservedObject, PreservedState } from '#pipelines/inspection/inspection-subject.ts'
import { resultOf } from '#pipelines/stage.ts'
import { type ObjectName, objectNames, type PreservedRecord } from '#storage/catalogue/records.ts'
import { measureObject } from '#storage/content/object-meter.ts'
import type { ObjectStore } from '#storage/objects/object-store.ts'

/** 入库时的登记 beside the store: what the catalogue and the stages of the case have registered, and what is there now. */
export async function readPreservedState(
  store: ObjectStore,
  record: PreservedRecord,
  progress: CaseInProgress,
): Promise<PreservedState> {
  const preservation = resultOf(progress, 'preservation')
  const objects: PreservedObject[] = []
  for (const name of objectNames(preservation)) {
    const preserved = preservation[name]
    if (preserved === undefined) continue
    const registered = [
      { place: '入库结果', fixity: preserved },
      ...placed('档案目录（存储对象）', record.objects[name]),
      ...placed('档案目录（信息包）', name === 'package' ? record.packageFixity : undefined),
      ...placed('前序环节结果', madeBefore(progress)[name]),
    ]
    objects.push({ key: preserved.key, registered, found: await measureStored(store, preserved.key) })
  }
  return { objects, lockedUntil: new Date(preservation.lockedUntil) }
}

/** What the stages before 入库 registered of what they made. */
function madeBefore(progress: CaseInProgress): { readonly [name in ObjectName]?: ObjectFixity | undefined } {
  const { evidence, withdrawn = [] } = resultOf(progress, 'sealing')
  return {
    package: resultOf(progress, 'encapsulation').fixity,
    evidence: evidence.fixity,
    text: resultOf(progress, 'recognition').text?.fixity,
    ...Object.fromEntries(withdrawn.map(({ fixity }, i) => [`withdrawn-${i + 1}`, fixity])),
  }
}

function placed(place: string, fixity: ObjectFixity | undefined): PreservedObject['registered'] {
  return fixity === undefined ? [] : [{ place, fixity }]
}

async function measureStored(store: ObjectStore, key: string): Promise<PreservedObject['found']> {
  const stored = await store.stat(key)
  if (stored === undefined) return undefined
  return { ...(await measureObject(store.read(key))), retainUntil: stored.retainUntil }
}
