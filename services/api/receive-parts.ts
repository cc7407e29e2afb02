import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import busboy from 'busboy'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import type { Fault } from '#archive-schema/fault.ts'
import type { CaptureLimits } from '#pipelines/capture/capture-limits.ts'
import { caseJsonName } from '#pipelines/capture/read-case-json.ts'
import { invalidBody } from './limit-bytes.ts'
import type { ReceivedPart } from './parts-source.ts'

/**
 * Streams every part of a multipart body (RFC 7578) into a numbered file of its own in `folder`. Part `case` is `case.json`.
 * Throws `REQUEST_INVALID`, `LIMITS_COUNT`, `LIMITS_SIZE`, `JSON_ENCODING`, and what the disk fails with.
 */
export async function receiveParts(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  folder: string,
  limits: CaptureLimits,
): Promise<ReceivedPart[]> {
  const parser = openParser(contentType, limits)
  const parts: ReceivedPart[] = []
  const writing: Promise<void>[] = []
  const fail = (error: Error) => {
    parser.destroy(error)
  }
  const keep = (path: string, content: Readable) => {
    const file = join(folder, String(parts.length))
    const written = pipeline(content, createWriteStream(file, { flags: 'wx' }))
    // A full disk ends the reception at once, not after the last part.
    written.catch(fail)
    parts.push({ path, file })
    writing.push(written)
  }
  parser.on('file', (name, content, { filename }) => keep(pathOf(name, filename), content))
  parser.on('field', (name, text, { valueTruncated }) => {
    const fault = fieldFault(name, text, valueTruncated, limits)
    if (fault === undefined) keep(caseJsonName, Readable.from([Buffer.from(text)]))
    else fail(new ArchiveError(fault))
  })
  parser.on('partsLimit', () => fail(tooManyParts(limits)))
  try {
    await pipeline(body, parser)
    await Promise.all(writing)
  } catch (error) {
    await Promise.allSettled(writing)
    throw isOfParser(error) ? invalidBody(error.message, error) : error
  }
  return parts
}

function openParser(contentType: string, { files, caseJsonBytes }: CaptureLimits): busboy.Busboy {
  try {
    return busboy({
      headers: { 'content-type': contentType },
      preservePath: true,
      defParamCharset: 'utf8',
      // The limit is told when it is reached: one more than `case` and the files.
      limits: { parts: files + 2, fieldSize: caseJsonBytes + 1 },
    })
  } catch (error) {
    throw isOfParser(error) ? invalidBody(error.message, error) : error
  }
}

/** The path in the case folder: a file name without folder lies in `files/`. The sender may leave names out. */
function pathOf(name: string | undefined, filename: string | undefined): string {
  if (name === 'case') return caseJsonName
  const given = filename ?? name ?? '(unnamed)'
  return given.includes('/') || given.includes('\\') ? given : `files/${given}`
}

/** A part without file name is text, decoded already; of all parts only `case` may come that way. */
function fieldFault(
  name: string | undefined,
  text: string,
  isTruncated: boolean,
  { caseJsonBytes }: CaptureLimits,
): Fault | undefined {
  if (name !== 'case') {
    return { code: 'REQUEST_INVALID', field: 'body', found: `part ${name ?? '(unnamed)'} has no file name` }
  }
  if (isTruncated) {
    return { code: 'LIMITS_SIZE', file: caseJsonName, found: `> ${caseJsonBytes} B`, expected: `${caseJsonBytes} B` }
  }
  // The decoder puts this character in the place of bytes that are not UTF-8.
  return text.includes('\ufffd') ? { code: 'JSON_ENCODING', file: caseJsonName, found: 'U+FFFD' } : undefined
}

function tooManyParts({ files }: CaptureLimits): ArchiveError {
  return new ArchiveError({ code: 'LIMITS_COUNT', found: `> ${files}`, expected: String(files) })
}

/** Errors of the parser speak of the body; those of the disk and our own bear a code. */
function isOfParser(error: unknown): error is Error {
  return error instanceof Error && !('code' in error)
}
