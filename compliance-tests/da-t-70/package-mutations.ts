import fc from 'fast-check'
import type { Evidence } from '#archive-schema/evidence/evidence.ts'
import type { RecordMetadata } from '#archive-schema/metadata/record-metadata.ts'
import { editingEvidence } from '#pipelines/inspection/sample-changes-trial.ts'
import type { LooseFile, Sample, SampleChange } from '#pipelines/inspection/sealed-sample-trial.ts'
import { type ByteEdit, byteEdits } from './byte-edits.ts'

/** One way to spoil a good package, and in which words to tell of it. */
export type Mutation = { readonly name: string; readonly change: SampleChange }

/**
 * Mutations of a sample, from blind damage to careful forgery: sealed bytes and evidence that are damaged, files and metadata that are
 * changed before somebody with the key of the archive seals them again, a database and registered figures that say otherwise.
 */
export function mutationsOf(sample: Sample): fc.Arbitrary<Mutation> {
  return fc.oneof(
    byteEdits.map((edit): Mutation => ({ name: `sealed bytes: ${edit.name}`, change: { container: edit.apply } })),
    fc.record({ part: fc.constantFrom(...evidenceParts), edit: byteEdits }).map(evidenceMutation),
    fc.record({ at: fc.nat(), edit: byteEdits }).map(contentMutation),
    fc.record({ at: fc.nat(), edit: fileSetEdits }).map(fileSetMutation),
    fc.record({ at: fc.nat(), value: values }).map((edit) => describedMutation(sample, edit)),
    fc.constantFrom(...figureMutations),
  )
}

const evidenceParts: readonly (keyof Evidence)[] = [
  'statement',
  'signature',
  'signatureSm2',
  'manifestSha256',
  'manifestSm3',
]

function evidenceMutation({ part, edit }: { part: keyof Evidence; edit: ByteEdit }): Mutation {
  return {
    name: `evidence ${part}: ${edit.name}`,
    change: { evidence: editingEvidence(part, edit.apply) },
  }
}

/** One file is changed, 校验信息 and seal are made to fit. */
function contentMutation({ at, edit }: { at: number; edit: ByteEdit }): Mutation {
  const changed = (files: readonly LooseFile[]) =>
    files.map((file, i) => (i === at % files.length ? { ...file, content: edit.apply(file.content) } : file))
  return { name: `file ${at}, sealed again: ${edit.name}`, change: { listed: changed } }
}

type FileSetEdit = {
  readonly name: string
  readonly apply: (files: readonly LooseFile[], at: number) => readonly LooseFile[]
}

const fileSetEdits: fc.Arbitrary<FileSetEdit> = fc.oneof(
  fc.constant({
    name: 'left out',
    apply: (files: readonly LooseFile[], at: number) => files.filter((_, i) => i !== at % files.length),
  }),
  fc.constantFrom('/x.pdf', '../x.pdf', 'x.exe', '申报文件/0099_x.pdf', 'Thumbs.db', '\u202ex').map((path) => ({
    name: `${JSON.stringify(path)} added beside`,
    apply: (files: readonly LooseFile[]) => [...files, { path, content: new Uint8Array([120]) }],
  })),
  fc.constantFrom('x', ' ', '.pdf', '\u0301', '/x').map((suffix) => ({
    name: `renamed with ${JSON.stringify(suffix)}`,
    apply: (files: readonly LooseFile[], at: number) =>
      files.map((file, i) => (i === at % files.length ? { ...file, path: `${file.path}${suffix}` } : file)),
  })),
  fc.constant({
    name: 'given the content of the next',
    apply: (files: readonly LooseFile[], at: number) =>
      files.map((file, i) =>
        i === at % files.length ? { ...file, content: files[(i + 1) % files.length]?.content ?? file.content } : file,
      ),
  }),
  fc.constant({
    name: 'put in twice',
    apply: (files: readonly LooseFile[], at: number) => [...files, ...files.slice(at % files.length).slice(0, 1)],
  }),
)

function fileSetMutation({ at, edit }: { at: number; edit: FileSetEdit }): Mutation {
  return { name: `file ${at} ${edit.name}`, change: { files: (files) => edit.apply(files, at) } }
}

const values = fc.constantFrom(undefined, '', ' ', '是', '0', '2025-02-30', '\ufffd', '长'.repeat(2000))

/** One element of the case has another value in the database than in the package. */
function describedMutation({ metadata }: Sample, { at, value }: { at: number; value: string | undefined }): Mutation {
  const keys = Object.keys(metadata.case)
  const key = keys[at % keys.length] ?? ''
  const described = (all: RecordMetadata) => ({ ...all, case: { ...all.case, [key]: value } })
  return { name: `database ${key}: ${JSON.stringify(value)?.slice(0, 20)}`, change: { described } }
}

const figureMutations: readonly Mutation[] = [
  {
    name: 'a file more registered',
    change: { subject: ({ stock }) => ({ stock: { ...stock, files: stock.files + 1 } }) },
  },
  {
    name: 'a byte less registered',
    change: { subject: ({ stock }) => ({ stock: { ...stock, bytes: stock.bytes - 1 } }) },
  },
  {
    name: 'another size registered',
    change: { subject: ({ sealed }) => ({ sealed: { ...sealed, bytes: sealed.bytes + 1 } }) },
  },
  { name: 'another number asked for', change: { subject: ({ number }) => ({ number: `${number}0` }) } },
  { name: 'a number that is taken', change: { subject: ({ taken }) => ({ taken: { ...taken, number: true } }) } },
]
