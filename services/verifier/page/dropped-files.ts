import { unzip } from 'fflate'

/** A file that somebody gave to the page, by its path as given. */
export type GivenFile = {
  readonly path: string
  readonly stream: () => AsyncIterable<Uint8Array>
}

/** What was given: files, and the folders that could be seen. */
export type Given = { readonly files: readonly GivenFile[]; readonly folders: readonly string[] }

/** Files of an input that takes a folder; empty folders are not among them. */
export function filesOfInput(files: readonly File[]): Given {
  return { files: files.map((file) => givenFile(file.webkitRelativePath, file)), folders: [] }
}

/** What was dropped: folders with all that is in them, or one ZIP. */
export async function filesOfDrop(items: DataTransferItemList): Promise<Given> {
  const dropped = [...items].map((item) => ({ entry: item.webkitGetAsEntry(), file: item.getAsFile() }))
  const [only] = dropped
  if (dropped.length === 1 && only?.file != null && only.entry?.isDirectory !== true) return filesOfZip(only.file)
  const walked = await Promise.all(dropped.map(({ entry }) => (entry === null ? none : walk(entry))))
  return { files: walked.flatMap(({ files }) => files), folders: walked.flatMap(({ folders }) => folders) }
}

/** The entries of a ZIP. Throws if a name stands there twice: what is unpacked would depend on who unpacks it. */
export async function filesOfZip(zip: File): Promise<Given> {
  const bytes = new Uint8Array(await zip.arrayBuffer())
  const names: string[] = []
  const filter = ({ name }: { readonly name: string }) => {
    names.push(name)
    return true
  }
  const entries = await new Promise<Record<string, Uint8Array>>((resolve, reject) => {
    unzip(bytes, { filter }, (error, unzipped) => (error === null ? resolve(unzipped) : reject(error)))
  })
  if (new Set(names).size !== names.length) throw new Error('ZIP 中有重名的条目')
  const isFolder = (name: string) => name.endsWith('/')
  return {
    files: names.filter((name) => !isFolder(name)).map((name) => bytesFile(name, entries[name] ?? new Uint8Array())),
    folders: names.filter(isFolder).map((name) => name.slice(0, -1)),
  }
}

const none: Given = { files: [], folders: [] }

async function walk(entry: FileSystemEntry): Promise<Given> {
  const path = entry.fullPath.replace(/^\//, '')
  if (entry.isFile) return { files: [givenFile(path, await fileOf(entry as FileSystemFileEntry))], folders: [] }
  const below = await entriesOf(entry as FileSystemDirectoryEntry)
  const walked = await Promise.all(below.map(walk))
  return {
    files: walked.flatMap(({ files }) => files),
    folders: [path, ...walked.flatMap(({ folders }) => folders)],
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

/** A reader gives some entries at a time, and none when there are no more. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader()
  const all: FileSystemEntry[] = []
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject))
    if (some.length === 0) return all
    all.push(...some)
  }
}

function givenFile(path: string, file: File): GivenFile {
  return {
    path,
    async *stream() {
      const reader = file.stream().getReader()
      for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value
    },
  }
}

function bytesFile(path: string, bytes: Uint8Array): GivenFile {
  return {
    path,
    async *stream() {
      yield bytes
    },
  }
}
