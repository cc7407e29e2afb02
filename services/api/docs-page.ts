import { html, raw } from 'hono/html'

/** What of an OpenAPI document the page shows. */
type Described = {
  readonly info: { readonly title: string; readonly description?: string | undefined }
  readonly paths?: object | undefined
}

type Operation = {
  readonly summary?: string
  readonly description?: string
  readonly parameters?: readonly Parameter[]
  readonly responses?: Readonly<Record<string, { readonly description?: string }>>
}

type Parameter = {
  readonly name: string
  readonly in: string
  readonly required?: boolean
  readonly description?: string
}

/** 接口说明: a readable page made of the OpenAPI document. It loads nothing from elsewhere. */
export function docsPage({ info, paths = {} }: Described) {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({ path, method, operation })),
  )
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${info.title} API</title>
<style>
body { font: 16px/1.6 system-ui, "Noto Sans CJK SC", sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222 }
h1 { font-size: 1.6rem } h2 { font-size: 1.05rem; margin: 2rem 0 .3rem; font-family: ui-monospace, monospace; overflow-wrap: anywhere }
.method { display: inline-block; min-width: 4.5rem; font-weight: 700; color: #a3231f; text-transform: uppercase }
table { border-collapse: collapse; font-size: .9rem } td { border-top: 1px solid #ddd; padding: .2rem .8rem .2rem 0; vertical-align: top }
code { font-family: ui-monospace, monospace }
</style>
</head>
<body>
<h1>${info.title} API</h1>
<p>${info.description ?? ''}</p>
<p>每个请求须带访问密钥：<code>Authorization: Bearer …</code>（首次启动时生成，见 <code>DATA_DIR/access-key</code>）。
Every request needs the access key made on first start. <a href="/api/openapi.json">OpenAPI 3.1</a> ·
<a href="/schemas/case-file.json">JSON Schema of case.json</a></p>
${operations.map(describe)}
</body>
</html>`
}

function describe({ path, method, operation }: { path: string; method: string; operation: Operation }) {
  const parameters = (operation.parameters ?? []).map(
    ({ name, in: place, required, description }) =>
      html`<tr><td><code>${name}</code></td><td>${place}${required === true ? ', required' : ''}</td><td>${description ?? ''}</td></tr>`,
  )
  const responses = Object.entries(operation.responses ?? {}).map(
    ([status, { description }]) =>
      html`<tr><td><code>${status}</code></td><td colspan="2">${description ?? ''}</td></tr>`,
  )
  return html`<section>
<h2><span class="method">${method}</span>${path}</h2>
<p>${operation.summary ?? ''}${operation.description === undefined ? '' : html`<br>${operation.description}`}</p>
<table>${parameters.length === 0 ? raw('') : parameters}${responses}</table>
</section>`
}
