import { html, raw } from 'hono/html'
import { docsStyle } from './docs-style.ts'

/** What of an OpenAPI document the page shows. */
type Described = {
  readonly info: { readonly title: string; readonly description?: string | undefined }
  readonly paths?: object | undefined
}

type Content = Readonly<Record<string, unknown>>

type Operation = {
  readonly summary?: string
  readonly description?: string
  readonly tags?: readonly string[]
  readonly security?: readonly object[]
  readonly parameters?: readonly Parameter[]
  readonly requestBody?: { readonly content?: Content }
  readonly responses?: Readonly<Record<string, { readonly description?: string; readonly content?: Content }>>
}

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
}

type Placed = Operation & { readonly path: string; readonly method: string; readonly anchor: string }

/** 接口说明: a readable page made of the OpenAPI document. One file: it loads nothing and runs nothing. */
export function docsPage({ info, paths = {} }: Described) {
  const groups = Object.entries(Object.groupBy(operationsOf(paths), ({ tags = [] }) => tags[0] ?? ''))
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${info.title} API</title>
<style>${raw(docsStyle)}</style>
</head>
<body>
<div class="page">
<nav>${groups.map(([tag, operations = []]) => contents(tag, operations))}</nav>
<main>
<header>
<h1>${info.title} API</h1>
<p>${info.description ?? ''}</p>
<p><a href="/api/openapi.json">OpenAPI 3.1</a> · <a href="/schemas/case-file.json">JSON Schema of <code>case.json</code></a></p>
</header>
${introduction}
${groups.map(([tag, operations = []]) => html`<h2 class="group">${tag}</h2>${operations.map(describe)}`)}
</main>
</div>
</body>
</html>`
}

const introduction = html`<section>
<p>每个请求须带访问密钥（首次启动时生成，保存在 <code>DATA_DIR/access-key</code>）；标“公开”的除外。错误均为 <code>application/problem+json</code>，
按 <code>Accept-Language</code> 以中文或英文说明，<code>code</code> 永不改变。</p>
<p class="soft">Every request needs the access key that was made on first start, except where it says “open”. Errors are problems
(RFC 9457) in Chinese or English; their <code>code</code> never changes.</p>
<pre>AUTH="Authorization: Bearer $(cat data/access-key)"
curl -H "$AUTH" http://127.0.0.1:8080/api/v1/cases \\
  -F 'case=@case.json' -F 'file=@files/0001.pdf' -F 'file=@files/0002.pdf'
curl -H "$AUTH" http://127.0.0.1:8080/api/v1/cases \\
  -X POST -T case.zip -H 'Content-Type: application/zip'
curl -H "$AUTH" -G http://127.0.0.1:8080/api/v1/records --data-urlencode 'q=就业登记'
curl -H "$AUTH" -o export.zip http://127.0.0.1:8080/api/v1/records/$NUMBER/export</pre>
</section>`

function operationsOf(paths: object): Placed[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      ...operation,
      path,
      method,
      anchor: `${method}${path.replaceAll(/[^a-z0-9]+/gi, '-')}`,
    })),
  )
}

function contents(tag: string, operations: readonly Placed[]) {
  const links = operations.map(
    ({ anchor, method, path }) =>
      html`<a href="#${anchor}">${method.toUpperCase()} ${path.split('/').map(breakable)}</a>`,
  )
  return html`<h2>${tag}</h2>${links}`
}

/** A part of a path, after whose slash a line may break. */
function breakable(part: string, place: number) {
  return place === 0 ? part : html`/<wbr>${part}`
}

function describe({ anchor, path, method, security, summary = '', description, ...rest }: Placed) {
  const isOpen = security?.length === 0
  return html`<section id="${anchor}">
<h3><a href="#${anchor}"><span class="method ${method}">${method}</span>${path}</a>${isOpen ? html`<span class="open">公开 open</span>` : ''}</h3>
<p>${summary}</p>
${description === undefined ? '' : html`<p class="soft">${withCode(description)}</p>`}
${parametersTable(rest)}
${responsesTable(rest)}
</section>`
}

function parametersTable({ parameters = [], requestBody }: Operation) {
  const rows = parameters.map(({ name, in: place, required, description = '' }) => {
    const where = required === true ? `${place}, required` : place
    return html`<tr><td><code>${name}</code> <span class="soft">${where}</span></td><td>${withCode(description)}</td></tr>`
  })
  const types = Object.keys(requestBody?.content ?? {})
  const body = html`<tr><td><code>body</code></td><td>${types.join(' · ')}</td></tr>`
  if (rows.length === 0 && types.length === 0) return ''
  return html`<table><caption>参数 parameters</caption>${rows}${types.length === 0 ? '' : body}</table>`
}

function responsesTable({ responses = {} }: Operation) {
  const rows = Object.entries(responses).map(([status, { description = '', content = {} }]) => {
    const types = Object.keys(content).filter((type) => type !== 'application/problem+json')
    return html`<tr><td><code>${status}</code></td><td>${description} <span class="soft">${types.join(' · ')}</span></td></tr>`
  })
  return html`<table><caption>答复 answers</caption>${rows}</table>`
}

/** Text in which `words` between back ticks are code. */
function withCode(text: string) {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : html`<code>${part}</code>`))
}
