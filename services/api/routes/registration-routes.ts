import type { OpenAPIHono } from '@hono/zod-openapi'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { FormRegistration, RowAnswer, SideSignature } from '#archive-schema/registration-form/registration-act.ts'
import { answerRow } from '#pipelines/registration-form/answer-row.ts'
import { checkForm } from '#pipelines/registration-form/check-form.ts'
import { stateTag } from '#pipelines/registration-form/current-form.ts'
import { registerForm } from '#pipelines/registration-form/register-form.ts'
import { signForm } from '#pipelines/registration-form/sign-form.ts'
import { listForms, readForm } from '../../access/read-form.ts'
import { refuseInvalid } from '../../refuse-invalid.ts'
import { registrationFormats, renderRegistration } from '../../reports/render-registration.ts'
import type { ApiTools } from '../api-tools.ts'
import { answerRoute, checkRoute, listRoute, openRoute, readRoute, signRoute } from './registration-operations.ts'

/** 电子文件归档登记表: registered, checked, answered, signed. */
export function registrationRoutes(app: OpenAPIHono, { archive }: ApiTools): void {
  app.openapi(openRoute, async (c) => {
    const parsed = FormRegistration.safeParse(c.req.valid('json'))
    refuseInvalid(parsed)
    const ifMatch = c.req.valid('header')['if-match']
    const seen = parsed.data.reason === undefined ? undefined : seenForm(ifMatch)
    const { document } = await registerForm(archive, parsed.data, seen)
    return c.json(document, 201, { etag: `"${stateTag(document)}"` })
  })
  app.openapi(listRoute, async (c) => c.json({ forms: await listForms(archive) }, 200))
  app.openapi(readRoute, async (c) => {
    const { version, format } = c.req.valid('query')
    const shown = await readForm(archive, c.req.valid('param').number, version)
    const headers = {
      'content-type': registrationFormats[format],
      'cache-control': 'private, no-cache',
      etag: `"${stateTag(shown.document)}"`,
    }
    return c.newResponse(await renderRegistration(format, shown, archive.config.chromium), 200, headers)
  })
  app.openapi(checkRoute, async (c) => {
    const ifMatch = c.req.valid('header')['if-match']
    const seen = ifMatch === undefined ? undefined : seenForm(ifMatch)
    const { check, document } = await checkForm(archive, c.req.valid('param').number, seen)
    return c.json({ check, ...(document === undefined ? {} : { form: document }) }, 200)
  })
  app.openapi(answerRoute, async (c) => {
    const parsed = RowAnswer.safeParse(c.req.valid('json'))
    refuseInvalid(parsed)
    const seen = seenForm(c.req.valid('header')['if-match'])
    const document = await answerRow(archive, c.req.valid('param').number, parsed.data, seen)
    return c.json(document, 201, { etag: `"${stateTag(document)}"` })
  })
  app.openapi(signRoute, async (c) => {
    const parsed = SideSignature.safeParse(c.req.valid('json'))
    refuseInvalid(parsed)
    const seen = seenForm(c.req.valid('header')['if-match'])
    const document = await signForm(archive, c.req.valid('param').number, parsed.data, seen)
    return c.json(document, 201, { etag: `"${stateTag(document)}"` })
  })
}

/** Throws `REQUEST_PRECONDITION` without If-Match, `REQUEST_INVALID` where it is no single strong ETag of a form. */
function seenForm(ifMatch: string | undefined): string {
  if (ifMatch === undefined) throw new ArchiveError({ code: 'REQUEST_PRECONDITION', expected: 'If-Match' })
  const seen = /^"([1-9]\d{0,8}\.\d{1,9})"$/.exec(ifMatch.trim())?.[1]
  if (seen !== undefined) return seen
  throw new ArchiveError({ code: 'REQUEST_INVALID', field: 'If-Match', found: ifMatch })
}
