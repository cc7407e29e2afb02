import { registeredLine } from '#archive-schema/registration-form/compare-counts.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
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
    const lines = forms.map(({ number, version, state, entry, check }) => {
      return [number, `${version}`, stateTerms[state], registeredLine(registrationForm, entry), check?.outcome ?? '']
    })
    await print(table([heading, ...lines]))
  })
}
