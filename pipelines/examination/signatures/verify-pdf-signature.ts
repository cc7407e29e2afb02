import type { ContentReader } from '#archive-schema/content-reader.ts'
import { demandOfSignature, demandSupported } from '#archive-schema/evidence/demand.ts'
import { verifyDetachedSignature } from '#archive-schema/signatures/cms-signature.ts'
import { judgeTrust, type TrustAnchors } from '#archive-schema/signatures/signer-trust.ts'
import { verifyTimeStamp } from '#archive-schema/signatures/time-stamp.ts'
import { type SignatureVerdict, Verification } from '#archive-schema/signatures/verdict.ts'
import type { SignedBytes } from '#archive-schema/signatures/verify-value.ts'
import { type CoveredRange, readByteRange } from './byte-range.ts'
import type { Extent, SignatureDictionary } from './pdf-signature-dictionary.ts'
import { readPdfTime } from './pdf-time.ts'

/** Forms of /Contents: detached messages, time stamps, and those that hold a SHA-1 and nothing else. */
const detached: readonly string[] = ['adbe.pkcs7.detached', 'ETSI.CAdES.detached']
const timeStamp = 'ETSI.RFC3161'
const sha1Only: readonly string[] = ['adbe.pkcs7.sha1', 'adbe.x509.rsa_sha1']

/** Of the message: written in hexadecimal it is twice as long. */
const maxContentsBytes = 480 * 1024
const maxTimeBytes = 100

/** PDF 电子签名: verifies the signature of one dictionary over the bytes of its file. */
export async function verifyPdfSignature(
  reader: ContentReader,
  dictionary: SignatureDictionary,
  anchors: TrustAnchors,
): Promise<SignatureVerdict> {
  const log = new Verification()
  await verify(log, reader, dictionary, anchors)
  const kind = dictionary.subFilter === timeStamp ? 'pdf-time-stamp' : 'pdf-signature'
  return log.verdict(kind, `对象 ${dictionary.object}`)
}

async function verify(
  log: Verification,
  reader: ContentReader,
  dictionary: SignatureDictionary,
  anchors: TrustAnchors,
): Promise<void> {
  const range = await log.step('byteRange', () => readByteRange(dictionary, reader.bytes))
  await log.step('algorithm', () => demandKnownForm(dictionary.subFilter))
  const message = await log.step('structure', () => readContents(reader, dictionary.contents))
  if (range === undefined || message === undefined || log.faults.length > 0) return
  await learnUncovered(log, reader, range)
  const covered = coveredBytes(reader, range)
  if (dictionary.subFilter === timeStamp) return verifyStamp(log, message, covered, anchors)
  const claimedAt = await log.step('structure', () => readTime(reader, dictionary.time))
  if (claimedAt !== undefined) log.learn({ claimedAt })
  await verifyDetachedSignature(log, message, covered, anchors)
}

async function verifyStamp(log: Verification, token: Uint8Array, covered: SignedBytes, anchors: TrustAnchors) {
  const message = await verifyTimeStamp(log, token, covered)
  if (message === undefined) return
  const { certificate, certificates } = message
  log.learn({ trust: await judgeTrust(certificate, certificates, anchors, log.facts.stampedAt) })
}

function demandKnownForm(subFilter: string | undefined): void {
  const form = subFilter ?? '(none)'
  demandOfSignature(!sha1Only.includes(form), `the form ${form} is over SHA-1, which is broken and not accepted`)
  demandSupported(detached.includes(form) || form === timeStamp, `the form ${form} of the signature is not known`)
}

/** The message in /Contents: DER, then zeros to fill the room. What else stands there would be covered by nothing. */
async function readContents(reader: ContentReader, contents: Extent | undefined): Promise<Uint8Array> {
  demandOfSignature(contents !== undefined, 'the signature has no /Contents')
  const length = contents.end - contents.start
  demandOfSignature(length <= 2 * maxContentsBytes, `/Contents is ${length} bytes long`)
  const text = Buffer.from(await reader.read(contents.start, length)).toString('latin1')
  const isHex = /^<(?:\s*[0-9A-Fa-f])*\s*>$/.test(text)
  demandOfSignature(isHex, '/Contents is not written in hexadecimal')
  const bytes = Buffer.from(text.replaceAll(/[<>\s]/g, ''), 'hex')
  const end = derEnd(bytes)
  demandOfSignature(end !== undefined && end <= bytes.length, '/Contents is not DER')
  demandOfSignature(
    bytes.subarray(end).every((byte) => byte === 0),
    '/Contents holds more than the signature',
  )
  return bytes.subarray(0, end)
}

/** Where the first DER value in `bytes` ends, by its length octets. */
function derEnd(bytes: Buffer): number | undefined {
  const [, first = 0] = bytes
  if (bytes.length < 2 || first === 0x80 || first > 0x84) return undefined
  if (first < 0x80) return 2 + first
  const octets = first - 0x80
  return bytes.length < 2 + octets ? undefined : 2 + octets + bytes.readUIntBE(2, octets)
}

async function readTime(reader: ContentReader, extent: Extent | undefined): Promise<Date | undefined> {
  if (extent === undefined || extent.end - extent.start > maxTimeBytes) return undefined
  const text = Buffer.from(await reader.read(extent.start, extent.end - extent.start)).toString('latin1')
  return readPdfTime(text.slice(1, -1))
}

/** White space at the very end, as editors leave it, is no revision. */
async function learnUncovered(log: Verification, reader: ContentReader, { second }: CoveredRange): Promise<void> {
  const uncoveredBytes = reader.bytes - second.end
  const tail = Buffer.from(await reader.read(second.end, Math.min(uncoveredBytes, 1024))).toString('latin1')
  const isBlank = uncoveredBytes === tail.length && /^[\s\0]*$/.test(tail)
  if (!isBlank) log.learn({ uncoveredBytes })
}

function coveredBytes(reader: ContentReader, { first, second }: CoveredRange): SignedBytes {
  return async function* () {
    yield* reader.stream(first.start, first.end)
    yield* reader.stream(second.start, second.end)
  }
}
