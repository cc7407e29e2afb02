import { testMedium } from '../../access/offline-media/test-medium.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

type Options = { readonly by: string; readonly all?: boolean; readonly json?: boolean }

/** Tests a medium. Exit 1 if anything is wrong with it. */
export async function mediaTest(folder: string, { by, all, json }: Options): Promise<void> {
  await withArchive(async (archive) => {
    const test = await testMedium(archive, folder, { by, ...(all === true ? { share: 1 } : {}) })
    const { medium, sample, faults } = test
    if (faults.length > 0) process.exitCode = 1
    if (json === true) return printJson(test)
    const heading = `${medium}  抽检 ${sample.length} 件  ${faults.length === 0 ? '合格' : '不合格'}`
    return print([heading, table(faults.map(({ kind, path, detail }) => [kind, path, detail]))].join('\n').trimEnd())
  })
}
