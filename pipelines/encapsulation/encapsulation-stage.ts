import { join } from 'node:path'
import { arrangedOf, metadataOf, stagedReader } from '../case-in-progress.ts'
import { openChild } from '../joint-case/open-child.ts'
import { remember, resultOf, type Stage } from '../stage.ts'
import { newStagedName } from '../staged-object.ts'
import { encapsulate } from './encapsulate.ts'

/** 封装: writes metadata and content into the one sealed file. */
export const encapsulationStage: Stage<'encapsulation'> = {
  name: 'encapsulation',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const file = newStagedName('package.zip')
    const target = join(await tools.staging.folder(progress.id), file)
    const content = await tools.staging.open(progress.id)
    try {
      const { arranged } = arrangedOf(progress)
      const children = resultOf(progress, 'description').children ?? []
      const read = (source: string) =>
        children.some(({ number }) => number === source)
          ? openChild(source, tools)
          : stagedReader(progress, content, source)
      const { root, fixity, entries } = await encapsulate(tools.profile, metadataOf(progress), arranged, read, target)
      return { result: { file, root, fixity, entries } }
    } finally {
      await content.close()
    }
  },
  restore: remember('encapsulation'),
}
