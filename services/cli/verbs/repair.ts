import { ArchiveError } from '#archive-schema/archive-error.ts'
import { repairCopies } from '../../access/repair-copies.ts'
import { note, print, printJson } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Makes bad objects good from the other copy; a line for each. Exit 1 if one could not be made good. */
export async function repair(
  number: string | undefined,
  options: { readonly all?: boolean; readonly json?: boolean },
): Promise<void> {
  if ((number === undefined) !== (options.all === true)) {
    throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'repair', found: 'expected a number, or --all' })
  }
  await withArchive(async (archive, signal) => {
    const looked = await repairCopies(archive, number, signal, async (result) => {
      if (result.outcome === 'refused') process.exitCode = 1
      const { store, key, outcome, place = '', message = '' } = result
      await (options.json === true ? printJson(result) : print(`${outcome}  ${store}  ${key}  ${place}${message}`))
    })
    note(`已查看 ${looked} 个对象 objects looked at`)
  })
}
