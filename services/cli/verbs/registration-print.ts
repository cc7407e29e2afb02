import { writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { readForm } from '../../access/read-form.ts'
import { type RegistrationFormat, registrationFormats, renderRegistration } from '../../reports/render-registration.ts'
import { note, printJson } from '../output.ts'
import { refuseDataFolder } from '../output-place.ts'
import { withArchive } from '../with-archive.ts'

type PrintOptions = { readonly output: string; readonly version?: number; readonly json?: boolean }

/** Writes a form to a file, in the form that its name says. */
export async function printForm(number: string, { output, version, json }: PrintOptions): Promise<void> {
  const format = (Object.keys(registrationFormats) as RegistrationFormat[]).find((one) => `.${one}` === extname(output))
  const found = `${output}: ${Object.keys(registrationFormats).join(', ')}`
  if (format === undefined) throw new ArchiveError({ code: 'REQUEST_INVALID', field: '--output', found })
  await withArchive(async (archive) => {
    await refuseDataFolder(output, archive.config.dataDir)
    const shown = await readForm(archive, number, version)
    await writeFile(output, await renderRegistration(format, shown, archive.config.chromium))
    if (json === true) await printJson({ number, version: shown.document.version, output })
    else note(output)
  })
}
