import { createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatCheckpoint, openCheckpoint, originOf, parseCheckpoint, signCheckpoint } from './checkpoint.ts'
import { cosignatureVerifier, cosignedMessage, formatCosignature } from './cosignature.ts'
import { formatLedgerTrust, type LedgerTrust, parseLedgerTrust, treeTrust, writePublicPem } from './ledger-trust.ts'
import {
  ed25519Verifier,
  type NoteSigner,
  type NoteVerifier,
  noteKeyId,
  signatureTypes,
  sm2Verifier,
  verifyNote,
} from './note-key.ts'
import { formatNote, parseNote, type SignedNote } from './signed-note.ts'
import { sm2Trial } from './sm2-note-trial.ts'

const invalid = expect.objectContaining({ code: 'EVIDENCE_INVALID' })
const unsigned = expect.objectContaining({ code: 'SIGNATURE_INVALID' })

/** The example of C2SP signed-note, with its verifier key. */
const exampleKey = 'example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k'
const example = `This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
`
const [exampleName = '', exampleId = '', exampleMaterial = ''] = exampleKey.split('+')
const exampleVerifier = ed25519Verifier(exampleName, Buffer.from(exampleMaterial, 'base64').subarray(1))

test('the example of C2SP signed-note has the key ID of its key and verifies', () => {
  const note = parseNote(Buffer.from(example))
  expect(Buffer.from(exampleVerifier.id).toString('hex')).toBe(exampleId)
  expect(note.text).toBe('This is an example message.\n')
  expect(verifyNote(note, [exampleVerifier])).toEqual([exampleVerifier])
  expect(Buffer.from(formatNote(note)).toString()).toBe(example)
  expect(() => verifyNote({ ...note, text: 'This is another message.\n' }, [exampleVerifier])).toThrow(unsigned)
})

test('parsing undoes formatting, also of a text with empty lines', () => {
  const names = fc.stringMatching(/^[a-z0-9./-]{1,20}$/)
  const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length })
  const notes = fc.record({
    text: fc.stringMatching(/^([a-z档案 ]{0,9}\n){1,4}$/),
    signatures: fc.array(fc.record({ name: names, id: bytes(4), signature: bytes(64) }), {
      minLength: 1,
      maxLength: 16,
    }),
  })
  fc.assert(
    fc.property(notes, (note) => {
      const read = parseNote(formatNote(note))
      expect(read.text).toBe(note.text)
      expect(read.signatures.map(plain)).toEqual(note.signatures.map(plain))
    }),
  )
})

const plain = ({ name, id, signature }: SignedNote['signatures'][number]) => [name, [...id], [...signature]]

test.for([
  ['a missing final LF', example.trimEnd()],
  ['an empty line at the end', `${example}\n`],
  ['no signature', example.slice(0, example.indexOf('—'))],
  ['no empty line', example.replace('\n\n', '\n')],
  ['CRLF', example.replaceAll('\n', '\r\n')],
  ['a tabulator', example.replace('is an', 'is\tan')],
  ['a hyphen for the dash', example.replace('—', '-')],
  ['two blanks', example.replace('foo ', 'foo  ')],
  ['a plus sign in the name', example.replace('foo ', 'foo+bar ')],
  ['a Unicode space in the name', example.replace('foo ', 'foo\u3000bar ')],
  ['stray bits in base64', example.replace('QM=', 'QN=')],
  ['base64 without padding', example.replace('QM=', 'QM')],
  ['a signature of no bytes', example.replace(/Uw2Q\S+/, 'Uw2QOg==')],
  ['bytes that are not UTF-8', Buffer.from(example.replace('is an', 'is \xffn'), 'latin1')],
  ['too many bytes', `${'x'.repeat(200_000)}\n${example}`],
] as const)('refuses a note with %s', ([, changed]) => {
  expect(changed).not.toBe(example)
  expect(() => parseNote(Buffer.from(changed))).toThrow(invalid)
})

test('lines of unknown keys are passed over, also those that share a name or an ID with a known one', () => {
  const { text, signatures } = parseNote(Buffer.from(example))
  const [right] = signatures
  if (right === undefined) throw new Error('the example has no signature')
  const zeros = Buffer.alloc(64)
  const strangers = [
    { ...right, name: 'example.com/bar', signature: zeros },
    { ...right, id: Buffer.of(0, 0, 0, 0), signature: zeros },
  ]
  expect(verifyNote({ text, signatures: [...strangers, right] }, [exampleVerifier])).toEqual([exampleVerifier])
  expect(verifyNote({ text, signatures: strangers }, [exampleVerifier])).toEqual([])
  const twice = { text, signatures: [right, { ...right, signature: zeros }] }
  expect(() => verifyNote(twice, [exampleVerifier])).toThrow(unsigned)
})

const origin = 'archive.example/ledger'
const root = Buffer.alloc(32, 7)

test('a checkpoint is three lines, and parsing undoes formatting', () => {
  const text = formatCheckpoint({ origin, size: 20_852_163, root })
  expect(text).toBe(`archive.example/ledger\n20852163\nBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n`)
  expect(parseCheckpoint(text)).toEqual({ origin, size: 20_852_163, root })
  for (const wrong of [
    text.replace('\n20', '\n020'),
    text.replace('2163', '21631234567890'),
    text.replace('wc=', 'wd='),
    text.replace('archive', 'ar chive'),
    `${text}extension\n`,
    text.trimEnd(),
    `\n${text}`,
  ])
    expect(() => parseCheckpoint(wrong), wrong).toThrow(invalid)
  expect(() => formatCheckpoint({ origin: 'a b', size: 1, root })).toThrow(invalid)
  expect(() => formatCheckpoint({ origin, size: 1, root: Buffer.alloc(31) })).toThrow(invalid)
})

const pair = generateKeyPairSync('ed25519')
const rawKey = (key: KeyObject) => key.export({ type: 'spki', format: 'der' }).subarray(-32)
const signerOf = ({ name, id }: NoteVerifier): NoteSigner => ({
  name,
  id,
  sign: async (text) => sign(null, Buffer.from(text), pair.privateKey),
})
const sm2 = sm2Trial()
const pem = (key: KeyObject) => key.export({ type: 'spki', format: 'pem' }).toString()
const trust: LedgerTrust = { origin, ed25519Pem: pem(pair.publicKey), sm2Pem: sm2.pem }

test.for(['sha256', 'sm3'] as const)(
  'a checkpoint of the %s tree counts when every key has signed it',
  async (algorithm) => {
    const tree = treeTrust(trust, algorithm)
    expect(tree.origin).toBe(originOf(origin, algorithm))
    const [ed25519] = tree.keys
    if (ed25519 === undefined) throw new Error('no key')
    const checkpoint = { origin: tree.origin, size: 3, root }
    const signers = [signerOf(ed25519.verifier), sm2.signer(tree.origin)]
    const note = parseNote(formatNote(await signCheckpoint(checkpoint, signers)))
    expect(openCheckpoint(note, tree)).toEqual(checkpoint)

    const [one, other] = note.signatures
    for (const signatures of [[one], [other]].map((each) => each.flatMap((line) => line ?? [])))
      expect(() => openCheckpoint({ ...note, signatures }, tree)).toThrow(unsigned)
    expect(() => openCheckpoint({ ...note, text: note.text.replace('\n3\n', '\n4\n') }, tree)).toThrow(unsigned)
    expect(() => openCheckpoint(note, { ...tree, keys: [] })).toThrow(unsigned)
    const elsewhere = treeTrust({ ...trust, origin: 'other.example/ledger' }, algorithm)
    expect(() => openCheckpoint(note, elsewhere)).toThrow(invalid)
    const empty = await signCheckpoint({ ...checkpoint, size: 0 }, signers)
    expect(() => openCheckpoint(empty, tree)).toThrow(invalid)
  },
)

test('an SM2 line is named by its own type, and refused for another text or in another form', async () => {
  const verifier = sm2Verifier(origin, sm2.point)
  const text = formatCheckpoint({ origin, size: 3, root })
  const signature = await sm2.signer(origin).sign(text)
  expect(verifier.id).toEqual(noteKeyId(origin, Buffer.from('\xffarchive-sm2-sm3/1', 'latin1'), sm2.point))
  expect(verifier.verify(text, signature)).toBe(true)
  expect(verifier.verify(text.replace('\n3\n', '\n4\n'), signature)).toBe(false)
  expect(() => verifier.verify(text, Buffer.alloc(64, 1))).toThrow(unsigned)
  expect(signatureTypes.sm2[0]).toBe(0xff)
})

test('a cosignature is of a witness, of a text and of a time (C2SP tlog-cosignature)', () => {
  const name = 'witness.example/w1'
  const verifier = cosignatureVerifier(name, rawKey(pair.publicKey))
  const text = formatCheckpoint({ origin, size: 3, root })
  const seconds = 1_679_315_147n
  expect(Buffer.from(cosignedMessage(text, seconds)).toString()).toBe(`cosignature/v1\ntime 1679315147\n${text}`)
  const line = formatCosignature({ seconds, signature: sign(null, cosignedMessage(text, seconds), pair.privateKey) })
  const note = { text, signatures: [{ name, id: verifier.id, signature: line }] }
  expect(verifyNote(parseNote(formatNote(note)), [verifier])).toEqual([verifier])
  const later = Buffer.from(line)
  later.writeBigUInt64BE(seconds + 1n)
  expect(verifier.verify(text, later)).toBe(false)
  expect(verifier.verify(text.replace('\n3\n', '\n4\n'), line)).toBe(false)
  expect(verifier.verify(text, line.subarray(1))).toBe(false)
  // The same key under the type of plain signatures has another ID: one cannot be taken for the other.
  expect(ed25519Verifier(name, rawKey(pair.publicKey)).id).not.toEqual(verifier.id)
  const beyond = formatCosignature({
    seconds: 2n ** 63n,
    signature: sign(null, cosignedMessage(text, 2n ** 63n), pair.privateKey),
  })
  expect(verifier.verify(text, beyond)).toBe(false)
})

test('the files of a trust folder name the ledger and its keys, and are read as they were written', () => {
  for (const each of [trust, { ...trust, sm2From: 7 }, { origin, ed25519Pem: trust.ed25519Pem }])
    expect(parseLedgerTrust(formatLedgerTrust(each))).toEqual(each)
  expect(parseLedgerTrust(new Map([['root.pem', Buffer.of()]]))).toBeUndefined()
  expect(writePublicPem(pair.publicKey.export({ type: 'spki', format: 'der' }))).toBe(trust.ed25519Pem)
})

test.for([
  ['without origin', 'origin', undefined],
  ['with an empty origin', 'origin', '\n'],
  ['with two lines of origin', 'origin', 'a\nb\n'],
  ['with an origin that does not end', 'origin', origin],
  ['without key', 'log.pub', undefined],
  ['with a key of another kind', 'log.pub', pem(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey)],
  ['with the SM2 key for the Ed25519 key', 'log.pub', trust.sm2Pem],
  ['with the Ed25519 key for the SM2 key', 'log-sm2.pub', trust.ed25519Pem],
  ['with two keys in a file', 'log.pub', trust.ed25519Pem.repeat(2)],
  ['with a size that is none', 'log-sm2.from', '07\n'],
  ['with two sizes', 'log-sm2.from', '7\n8\n'],
  ['with CRLF', 'log.pub', trust.ed25519Pem.replaceAll('\n', '\r\n')],
] as const)('a trust folder %s is refused', ([, file, content]) => {
  const files = new Map(formatLedgerTrust(trust))
  if (content === undefined) files.delete(file)
  else files.set(file, Buffer.from(content))
  expect(() => parseLedgerTrust(files)).toThrow(invalid)
})

test('an SM2 key that came later signs from its size on, and is asked for nothing before', async () => {
  const tree = treeTrust({ ...trust, sm2From: 4 }, 'sha256')
  const [ed25519] = tree.keys
  if (ed25519 === undefined) throw new Error('no key')
  const signed = (size: number) => signCheckpoint({ origin, size, root }, [signerOf(ed25519.verifier)])
  expect(openCheckpoint(await signed(3), tree)).toMatchObject({ size: 3 })
  const late = await signed(4)
  expect(() => openCheckpoint(late, tree)).toThrow(unsigned)
  expect(() =>
    parseLedgerTrust(new Map([...formatLedgerTrust({ origin, ed25519Pem: trust.ed25519Pem, sm2From: 4 })])),
  ).toThrow(invalid)
})

test('a point that is none of the SM2 curve verifies nothing', () => {
  const point = Buffer.concat([Buffer.of(4), Buffer.alloc(64, 1)])
  expect(() => sm2Verifier(origin, point).verify('x\n', Buffer.of(0x30, 0))).toThrow(unsigned)
  expect(createPublicKey(trust.ed25519Pem).asymmetricKeyType).toBe('ed25519')
})
