import { type FaultCode, faultTexts } from './fault-texts.ts'

export type Language = 'zh' | 'en'

/** One thing that is wrong with a request, with the place where it was found. */
export type Fault = {
  readonly code: FaultCode
  /** Path of the content file inside the case folder, e.g. `files/01_申请表.jpg`. */
  readonly file?: string
  /** Path of the field in `case.json`, e.g. `applicants[1].idNumber`. */
  readonly field?: string
  readonly expected?: string
  readonly found?: string
}

/** Several faults as one text, sentence after sentence. */
export function describeFaults(faults: readonly Fault[], language: Language): string {
  return faults.map((fault) => describeFault(fault, language)).join(' ')
}

/** The sentence that a person reads: what is wrong, where, and what to do about it. */
export function describeFault(fault: Fault, language: Language): string {
  const text = faultTexts[fault.code][language]
  return text.replaceAll(/\{(file|field|expected|found)\}/g, (_, name: 'file' | 'field' | 'expected' | 'found') => {
    return fault[name] ?? (language === 'zh' ? '（未给出）' : '(not given)')
  })
}
