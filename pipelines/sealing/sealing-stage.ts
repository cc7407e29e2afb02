import { sealPackage } from '../seal-package.ts'
import { remember, resultOf, type Stage } from '../stage.ts'

/** 生成校验信息: manifests, statement and signatures over the files of the package, verified as a stranger verifies them. */
export const sealingStage: Stage<'sealing'> = {
  name: 'sealing',
  lane: () => 'clerk',
  onRefusal: 'review',
  async run(progress, tools) {
    const { archivedAt } = resultOf(progress, 'description')
    return { result: { evidence: await sealPackage(progress, tools, new Date(archivedAt)) } }
  },
  restore: remember('sealing'),
}
