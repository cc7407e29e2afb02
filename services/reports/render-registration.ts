import { ArchiveError } from '#archive-schema/archive-error.ts'
import { writeFormXml } from '#archive-schema/registration-form/form-xml.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import type { ShownForm } from '../access/read-form.ts'
import { printPage } from './print-page.ts'
import { registrationPage } from './registration-page.ts'
import { reportFormats } from './render-report.ts'

/** Forms in which a registration form can be had, with their media types; `p7s` is the signature over the JSON. */
export const registrationFormats = { ...reportFormats, p7s: 'application/pkcs7-signature' } as const
export type RegistrationFormat = keyof typeof registrationFormats

/**
 * 登记表 in one of its forms. PDF is the page, printed by `chromium`. Throws `REGISTRATION_NOT_SIGNED` for the signature of a
 * form that is not closed, and as `printPage`.
 */
export async function renderRegistration(
  format: RegistrationFormat,
  { document, json, seal }: ShownForm,
  chromium: string | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const page = async () => textBytes((await registrationPage(registrationForm, document, seal)).toString())
  switch (format) {
    case 'json':
      return textBytes(json)
    case 'xml':
      return Uint8Array.from(writeFormXml(registrationForm, document))
    case 'html':
      return page()
    case 'pdf':
      return Uint8Array.from(await printPage(await page(), chromium))
    case 'p7s':
      if (seal === undefined) throw new ArchiveError({ code: 'REGISTRATION_NOT_SIGNED', found: document.number })
      return Uint8Array.from(seal.signature)
  }
}

function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(text))
}
