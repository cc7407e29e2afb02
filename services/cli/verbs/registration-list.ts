import { listForms } from '../../access/read-form.ts'
import { print, printJson, table } from '../output.ts'
import { stateTerms } from '../registration-lines.ts'
import { withArchive } from '../with-archive.ts'

/** Every form in its newest version. */
export async function list(options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const forms = await listForms(archive)
    if (options.json === true) {
      for (const form of forms) await printJson(form)
      return
    }
    const heading = ['编号 number', '版', '状态', '登记', '检测']
    const lines = forms.map(({ number, version, state, registered, counts }) => {
      const compared = counts?.map(({ rule, outcome }) => `${rule} ${outcome}`).join('，')
      return [number, `${version}`, state === undefined ? '' : stateTerms[state], registered ?? '', compared ?? '']
    })
    await print(table([heading, ...lines]))
  })
}
