/** What decides where the objects of a record lie. */
export type RecordPlace = { readonly fondsCode: string; readonly year: string; readonly number: string }

/** Key of the sealed package: `<全宗号>/<年度>/<电子文件号>/<电子文件号>.zip`. */
export function packageKey(place: RecordPlace): string {
  return `${folder(place)}.zip`
}

/** Key of the evidence, beside the package; of what was sealed anew, for the `round`-th time, a key of its own. */
export function evidenceKey(place: RecordPlace, round: number): string {
  return `${folder(place)}.evidence${round === 1 ? '' : `-${round}`}.tar`
}

/** Key of the recognised text, a derivative. */
export function textKey(place: RecordPlace): string {
  return `${folder(place)}.text.jsonl`
}

function folder({ fondsCode, year, number }: RecordPlace): string {
  return `${fondsCode}/${year}/${number}/${number}`
}
