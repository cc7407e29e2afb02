import { createHash } from 'node:crypto'
import { link, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { samples } from '../stack/test-archive.ts'

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | JsonObject
/** A JSON object. */
export type JsonObject = { [key: string]: Json }

/** What a sample case holds: the text of `case.json`, and the other files by their paths. */
type Sample = { readonly text: string; readonly files: ReadonlyMap<string, Uint8Array> }

const known = new Map<string, Promise<Sample>>()
/**
 * Where bytes have been written, by the folder in which the cases lie: hundreds of cases share those of a sample, so they are
 * linked and not copied.
 */
const written = new WeakMap<Uint8Array, Map<string, string>>()
let drafts = 0

/**
 * A copy of a sample case in memory, with an identity of its own, that a trial changes before it is handed over. Places
 * are written with points, e.g. `applicants.0.idNumber`; what leads to one must exist.
 */
export class CaseDraft {
  readonly json: JsonObject
  readonly files: Map<string, Uint8Array>
  /** Stands in the place of the written `json`. */
  caseJson: Uint8Array | undefined
  /** What is done in the folder when everything is written: links and other things that are no bytes. */
  finish: (folder: string) => Promise<void> = async () => {}

  private constructor({ text, files }: Sample) {
    this.json = JSON.parse(text) as JsonObject
    this.files = new Map(files)
    drafts += 1
    this.set('source.serialNumber', `trial-${String(drafts).padStart(6, '0')}`)
  }

  /** Starts from a sample, named by its number, e.g. `06`. */
  static async of(number: string): Promise<CaseDraft> {
    const sample = known.get(number) ?? readSample(number)
    known.set(number, sample)
    return new CaseDraft(await sample)
  }

  /** The value at a place. */
  get(place: string): Json | undefined {
    return place.split('.').reduce<Json | undefined>((value, step) => childOf(value, step), this.json)
  }

  /** Puts a value in a place. */
  set(place: string, value: Json): this {
    const { parent, step } = this.#parentOf(place)
    Reflect.set(parent, step, value)
    return this
  }

  /** Takes a field or an element away. */
  drop(place: string): this {
    const { parent, step } = this.#parentOf(place)
    if (Array.isArray(parent)) parent.splice(Number(step), 1)
    else Reflect.deleteProperty(parent, step)
    return this
  }

  /** Place of the material of this name, e.g. `materials.3`. */
  material(name: string): string {
    const materials = this.get('materials') as JsonObject[]
    const index = materials.findIndex((material) => material['name'] === name)
    if (index === -1) throw new Error(`the sample has no material ${name}`)
    return `materials.${index}`
  }

  /** Takes a material away, with its files. */
  without(name: string): this {
    const place = this.material(name)
    for (const file of this.get(`${place}.files`) as JsonObject[]) this.files.delete(String(file['path']))
    return this.drop(place)
  }

  /** Adds a file to a material and lists it rightly. */
  add(material: string, path: string, content: Uint8Array): this {
    const files = this.get(`${this.material(material)}.files`) as JsonObject[]
    files.push(listing(path, content))
    this.files.set(path, content)
    return this
  }

  /** Adds a material of one file that nobody asks for. */
  attach(path: string, content: Uint8Array, more: JsonObject = {}): this {
    const materials = this.get('materials') as JsonObject[]
    materials.push({
      number: materials.length + 1,
      stage: '申请',
      class: '申报文件',
      code: 'A',
      name: '其他附件',
      required: false,
      received: '电子收取',
      files: [{ ...listing(path, content), ...more }],
    })
    this.files.set(path, content)
    return this
  }

  /** Gives a listed file other content, and lists that rightly. */
  replace(path: string, content: Uint8Array): this {
    this.files.set(path, content)
    Object.assign(this.listed(path), listing(path, content))
    return this
  }

  /** Renames a file, in the folder and in the list. */
  rename(path: string, other: string): this {
    Object.assign(this.listed(path), { path: other })
    return this.move(path, other)
  }

  /** Moves a file in the folder, and leaves the list as it is. */
  move(path: string, other: string): this {
    const content = this.content(path)
    this.files.delete(path)
    this.files.set(other, content)
    return this
  }

  /** The bytes of a file. */
  content(path: string): Uint8Array {
    const found = this.files.get(path)
    if (found === undefined) throw new Error(`the sample has no file ${path}`)
    return found
  }

  /** What `case.json` says of a file. */
  listed(path: string): JsonObject {
    const found = this.listings().find((file) => file['path'] === path)
    if (found === undefined) throw new Error(`the sample lists no file ${path}`)
    return found
  }

  /** Everything that `case.json` lists, in its order. */
  listings(): JsonObject[] {
    return (this.get('materials') as JsonObject[]).flatMap((material) => material['files'] as JsonObject[])
  }

  /** All files with `case.json`, which comes first. */
  entries(): [string, Uint8Array][] {
    return [['case.json', this.caseJson ?? Buffer.from(JSON.stringify(this.json, null, 2))], ...this.files]
  }

  /** Writes the case into a new folder; the bytes lie beside it, in files that several cases share. */
  async write(folder: string): Promise<void> {
    for (const [path, content] of this.entries()) {
      await mkdir(dirname(join(folder, path)), { recursive: true })
      await link(await shared(content, dirname(folder)), join(folder, path))
    }
    await this.finish(folder)
  }

  #parentOf(place: string): { parent: object; step: string } {
    const steps = place.split('.')
    const step = steps.pop() ?? ''
    const parent = steps.length === 0 ? this.json : this.get(steps.join('.'))
    if (typeof parent !== 'object' || parent === null) throw new Error(`the sample has no place ${place}`)
    return { parent, step }
  }
}

/** What `case.json` must say of a file with this content. */
export function listing(path: string, content: Uint8Array): JsonObject {
  return { path, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') }
}

/** A file beside the cases that holds these bytes. */
async function shared(content: Uint8Array, beside: string): Promise<string> {
  const places = written.get(content) ?? new Map<string, string>()
  written.set(content, places)
  const path = places.get(beside) ?? join(beside, `bytes-${crypto.randomUUID()}`)
  if (!places.has(beside)) await writeFile(path, content)
  places.set(beside, path)
  return path
}

function childOf(value: Json | undefined, step: string): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  return Reflect.get(value, step) as Json | undefined
}

async function readSample(number: string): Promise<Sample> {
  const accepted = join(samples, 'accepted')
  const name = (await readdir(accepted)).find((folder) => folder.startsWith(`${number}-`))
  if (name === undefined) throw new Error(`there is no sample ${number}`)
  const found = await readdir(join(accepted, name, 'files'))
  const files = new Map<string, Uint8Array>()
  for (const file of found) files.set(`files/${file}`, await readFile(join(accepted, name, 'files', file)))
  return { text: await readFile(join(accepted, name, 'case.json'), 'utf8'), files }
}
