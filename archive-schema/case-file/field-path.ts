/** The place of a value in a JSON document, e.g. `materials[2].files[0].path`; `(root)` for the whole document. */
export function fieldPath(path: readonly PropertyKey[]): string {
  if (path.length === 0) return '(root)'
  return path.reduce<string>((written, step) => `${written}${fieldStep(step, written === '')}`, '')
}

function fieldStep(step: PropertyKey, first: boolean): string {
  if (typeof step === 'number') return `[${step}]`
  const name = String(step)
  if (!/^[A-Za-z_]\w{0,63}$/.test(name)) return `[${JSON.stringify(name.slice(0, 64))}]`
  return first ? name : `.${name}`
}
