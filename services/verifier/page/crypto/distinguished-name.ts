import { Buffer } from 'node:buffer'
import type { Der } from '#archive-schema/evidence/der.ts'
import { readObjectIdentifier, readSequence, readSet } from '#archive-schema/evidence/read-der.ts'

const shortNames: Readonly<Record<string, string>> = {
  '2.5.4.3': 'CN',
  '2.5.4.5': 'serialNumber',
  '2.5.4.6': 'C',
  '2.5.4.7': 'L',
  '2.5.4.8': 'ST',
  '2.5.4.10': 'O',
  '2.5.4.11': 'OU',
}

/** 可辨别名 of a certificate for people, one part a line, as `node:crypto` writes it. */
export function distinguishedName(name: Der | undefined): string {
  return readSequence(name, 'a name')
    .map((part) => readSet(part, 'a part of a name').map(attributeText).join('+'))
    .join('\n')
}

function attributeText(attribute: Der): string {
  const [type, value] = readSequence(attribute, 'a part of a name', 2)
  const oid = readObjectIdentifier(type, 'a part of a name')
  return `${shortNames[oid] ?? oid}=${escapeText(textOf(value))}`
}

function textOf(value: Der | undefined): string {
  return typeof value?.value === 'string' ? Buffer.from(value.value, 'latin1').toString('utf8') : ''
}

/** RFC 4514 2.4, control characters as bytes. */
function escapeText(text: string): string {
  return text
    .replaceAll(/[,+"\\<>;]/g, (sign) => `\\${sign}`)
    .replaceAll(/\p{Cc}/gu, (sign) => `\\${Buffer.from(sign).toString('hex').toUpperCase()}`)
}
