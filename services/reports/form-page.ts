import { html, raw } from 'hono/html'
import type { Outcome } from '#archive-schema/finding.ts'
import { dat70Cells } from '#archive-schema/inspection/dat70-cells.ts'
import { reportStyle } from './report-style.ts'
import { outcomeTerms } from './report-words.ts'

/** What a template of the pages gives. */
type Html = ReturnType<typeof html>

const dat70 = `${dat70Cells.standard}《文书类电子档案检测一般要求》`

/** A form with its title and the standard on which it is based; nothing is loaded and nothing is run. */
export function formPage(title: string, content: Html, basis: string = dat70): Html {
  return html`<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(reportStyle)}</style>
</head>
<body>
<h1>${title}</h1>
<p class="basis">依据 ${basis}</p>
${content}
</body>
</html>
`
}

/** The columns of a table of facts: name and value, twice. */
export const factColumns = html`<colgroup><col><col><col><col></colgroup>`

/** How many came to each outcome. */
export function outcomeTable(counts: Readonly<Record<Outcome, number>>): Html {
  const columns = Object.entries(outcomeTerms) as [Outcome, string][]
  return html`<table class="counts">
<tr>${columns.map(([, term]) => html`<th>${term}</th>`)}</tr>
<tr>${columns.map(([outcome]) => html`<td>${counts[outcome]}</td>`)}</tr>
</table>`
}

/** Where persons sign on paper. */
export const signatures = html`<table class="signatures">
<tr><td>检测人（签名）：<br><br>　　　　年　　月　　日</td><td>审核人（签名、盖章）：<br><br>　　　　年　　月　　日</td></tr>
</table>`
