import { createRoute } from '@hono/zod-openapi'
import { registrationFormats } from '../../reports/render-registration.ts'
import { requireJson } from '../json-body.ts'
import { limitBody } from '../limit-body.ts'
import {
  Answered,
  Checked,
  Form,
  Forms,
  formParameter,
  formQuery,
  ifMatchHeader,
  Registration,
  Signature,
} from './registration-schemas.ts'
import { bytesOf, jsonOf, problems } from './responses.ts'

const path = '/api/v1/registration-forms'
const tags = ['登记表 registration']
const headers = { ETag: { schema: { type: 'string' as const }, description: 'version and step, for If-Match' } }
const changed = (description: string) => ({ description, headers, ...jsonOf(Form) })
/** Every row at its longest, several times over. */
const middleware = [requireJson, limitBody('registration', 2 ** 18)]

/** 登记. */
export const openRoute = createRoute({
  method: 'post',
  path,
  tags,
  summary: '登记: register what is going to be handed in; with a reason, correct it by a new version (If-Match)',
  middleware,
  request: { headers: ifMatchHeader, body: { ...jsonOf(Registration), required: true } },
  responses: { 201: changed('The registered form'), ...problems(400, 401, 404, 409, 412, 413, 415, 422, 428) },
})

/** All forms. */
export const listRoute = createRoute({
  method: 'get',
  path,
  tags,
  summary: 'Every registration form in its newest version',
  responses: { 200: { description: 'The forms', ...jsonOf(Forms) }, ...problems(401) },
})

const content: ReturnType<typeof bytesOf>['content'] = {
  ...jsonOf(Form).content,
  ...bytesOf('application/xml', 'text/html', 'application/pdf', registrationFormats.p7s).content,
}

/** One form in one of its forms. */
export const readRoute = createRoute({
  method: 'get',
  path: `${path}/{number}`,
  tags,
  summary:
    '归档登记表: a form as JSON, XML, a page to print, PDF; the JSON of a closed one is the bytes that were signed',
  request: { params: formParameter, query: formQuery },
  responses: { 200: { description: 'The form', headers, content }, ...problems(400, 401, 404, 409, 503) },
})

/** 归档检测. */
export const checkRoute = createRoute({
  method: 'post',
  path: `${path}/{number}/checks`,
  tags,
  summary: '检测: compare what was registered with what was archived, and fill the results from the inspection reports',
  request: { params: formParameter, headers: ifMatchHeader },
  responses: { 200: { description: 'What it came to', ...jsonOf(Checked) }, ...problems(400, 401, 409, 412) },
})

/** 人工检验. */
export const answerRoute = createRoute({
  method: 'post',
  path: `${path}/{number}/answers`,
  tags,
  summary: '人工检验: answer a row that only a person can judge; kept for ever, a later answer holds',
  middleware,
  request: { params: formParameter, headers: ifMatchHeader, body: { ...jsonOf(Answered), required: true } },
  responses: { 201: changed('The form'), ...problems(400, 401, 404, 409, 412, 413, 415, 428) },
})

/** 签章. */
export const signRoute = createRoute({
  method: 'post',
  path: `${path}/{number}/signatures`,
  tags,
  summary: '签章: sign for the forming department, then for the archives; the second signature closes the form',
  middleware,
  request: { params: formParameter, headers: ifMatchHeader, body: { ...jsonOf(Signature), required: true } },
  responses: { 201: changed('The form'), ...problems(400, 401, 404, 409, 412, 413, 415, 428, 503) },
})
