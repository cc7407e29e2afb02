import type { VerificationReport } from '../verify-record.ts'
import { stepTexts, verdictTexts, words } from './page-texts.ts'

type Verdict = keyof typeof verdictTexts
type Mark = 'good' | 'bad' | 'wait'

/** Whose trust was used, for the reader to compare. */
export type TrustNote = { readonly fingerprint: string; readonly note: string }

/** Shows that the verification is under way. */
export function showWorking(place: HTMLElement): void {
  place.replaceChildren(make('p', 'note', words.working))
}

/** Shows that there is no verdict, and why. */
export function showUnknown(place: HTMLElement, reason: string): void {
  place.replaceChildren(banner('unknown'), make('p', 'note', reason))
}

/** Shows a report step by step, in the order of the verification. Text of strangers is only ever put in as text. */
export function showReport(place: HTMLElement, report: VerificationReport, trust: TrustNote): void {
  const head = make('tr', '')
  head.append(...[words.step, words.result, words.detail].map((word) => make('th', '', word)))
  const table = make('table', '')
  table.append(
    head,
    ...report.steps.map(({ step, ok, detail }) => row(step, ok ? 'good' : 'bad', detail)),
    ...report.pending.map((step) => row(step, 'wait', '')),
  )
  place.replaceChildren(
    banner(report.ok ? 'good' : 'bad', report.number),
    table,
    make('p', 'note', trust.note),
    make('p', 'note', `${words.fingerprint}：${trust.fingerprint}`),
    make('p', 'note', words.unseen),
  )
}

function banner(verdict: Verdict, number?: string): HTMLElement {
  const { title, text } = verdictTexts[verdict]
  const box = make('div', `verdict ${verdict}`, title)
  box.dataset['verdict'] = verdict
  box.append(make('small', '', number === undefined ? text : `${words.number} ${number}。${text}`))
  return box
}

function row(step: keyof typeof stepTexts, mark: Mark, detail: string): HTMLElement {
  const { title, question } = stepTexts[step]
  const line = make('tr', '')
  line.dataset['step'] = step
  line.dataset['mark'] = mark
  const asked = make('td', '', title)
  asked.append(make('div', 'note', question))
  const result = { good: words.passed, bad: words.failed, wait: words.pending }[mark]
  line.append(asked, make('td', mark, result), make('td', 'detail', detail))
  return line
}

function make(tag: string, className: string, text = ''): HTMLElement {
  const made = document.createElement(tag)
  made.className = className
  made.textContent = text
  return made
}
