import { readForm } from '../../access/read-form.ts'
import { tellForm } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

/** One form: what was registered, checked, answered and signed. */
export async function show(
  number: string,
  options: { readonly version?: number; readonly json?: boolean },
): Promise<void> {
  await withArchive(async (archive) => {
    const { document } = await readForm(archive, number, options.version)
    await tellForm(document, options.json === true)
  })
}
