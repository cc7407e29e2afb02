import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import type { RegistrationDocument } from './registration-document.ts'
import type { RegistrationField } from './registration-profile.ts'

/** What stands in a row that is registered or signed; `undefined` while nothing does. Days are those of China. */
export function rowText(
  { key, type, side }: RegistrationField,
  { entry, signatures }: RegistrationDocument,
): string | undefined {
  const value = entry[key]
  if (value !== undefined) return String(value)
  const signature = signatures.find((one) => one.side === side)
  if (signature === undefined) return undefined
  if (type === 'date') return localTimeOf(Date.parse(signature.at)).slice(0, 10)
  return signature.role === undefined ? signature.by : `${signature.by}（${signature.role}）`
}
