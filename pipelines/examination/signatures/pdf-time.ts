const pattern = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?'?)?/

/** A date string (ISO 32000-1 7.9.4) with its zone; `undefined` if it is none or names no zone, and so no instant. */
export function readPdfTime(text: string): Date | undefined {
  const match = pattern.exec(text)
  const isZoned = match !== null && (text.includes('Z') || match[7] !== undefined)
  if (!isZoned) return undefined
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', hours, minutes = '00'] = match
  const zone = hours === undefined ? 'Z' : `${hours}:${minutes}`
  const instant = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${zone}`)
  return Number.isNaN(instant.getTime()) ? undefined : instant
}
