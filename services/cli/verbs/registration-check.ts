import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { print, printJson } from '../output.ts'
import { checkLines, tellForm } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

/** Compares a batch or year with its form. Exit 1 unless the registered numbers are those that were archived. */
export async function check(number: string, { json = false }: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const checked = await checkForm(archive, number)
    if (checked.check.counts.some(({ outcome }) => outcome !== 'PASS')) process.exitCode = 1
    if (checked.document !== undefined) return tellForm(checked.document, json)
    return json ? printJson({ number, check: checked.check }) : print(checkLines(checked.check).join('\n'))
  })
}
