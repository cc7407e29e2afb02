import { execFile } from 'node:child_process'
import { link, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import type { CaseDraft } from '../case-draft.ts'
import { folderTrial, folderTrials, type Trial } from '../trial.ts'

const run = promisify(execFile)
const form = 'files/0001_就业登记申请表.pdf'
const contract = 'files/0002_劳动合同.pdf'
const tail = '0002_劳动合同.pdf'

/** Paths that `case.json` may not name, each with how its refusal begins. */
const badPaths: readonly (readonly [expected: string, path: string])[] = [
  ['PATHS_TRAVERSAL', `files/../files/${tail}`],
  ['PATHS_TRAVERSAL', 'files/../../etc/hostname'],
  ['PATHS_TRAVERSAL', `../files/${tail}`],
  ['PATHS_TRAVERSAL', `files/./${tail}`],
  ['PATHS_TRAVERSAL', `./files/${tail}`],
  ['PATHS_TRAVERSAL', 'files/..'],
  ['PATHS_TRAVERSAL', 'files\\..\\..\\secret.pdf'],
  ['PATHS_FORM', `files//${tail}`],
  ['PATHS_FORM', `${contract}/`],
  ['PATHS_FORM', tail],
  ['PATHS_FORM', 'case.json'],
  ['PATHS_FORM', `Files/${tail}`],
  ['PATHS_FORM', `files\\${tail}`],
  ['PATHS_FORM', `files/a\\${tail}`],
  ['PATHS_ABSOLUTE', '/etc/hostname'],
  ['PATHS_ABSOLUTE', `//server/share/${tail}`],
  ['PATHS_ABSOLUTE', `\\\\server\\share\\${tail}`],
  ['PATHS_ABSOLUTE', `\\\\?\\C:\\${tail}`],
  ['PATHS_ABSOLUTE', `C:\\files\\${tail}`],
  ['PATHS_ABSOLUTE', `c:/files/${tail}`],
  ['PATHS_ABSOLUTE', `C:${tail}`],
  ['PATHS_ABSOLUTE', 'file:///etc/hostname'],
  ['PATHS_ABSOLUTE', `https://example.org/${tail}`],
  ['PATHS_FORM', 'files/劳动合同.pdf.'],
  ['PATHS_FORM', 'files/劳动合同.pdf '],
  ['PATHS_FORM', 'files/附件 /劳动合同.pdf'],
  ['PATHS_FORM', 'files/附件./劳动合同.pdf'],
  ['PATHS_FORM', 'files/劳动\u0007合同.pdf'],
  ['PATHS_FORM', 'files/劳动\n合同.pdf'],
  ['PATHS_FORM', 'files/劳动\u007f合同.pdf'],
  ['PATHS_FORM', 'files/\u001b[2J劳动合同.pdf'],
  ['PATHS_FORM', 'files/劳动\u0000合同.pdf'],
  ['PATHS_FORM', 'files/劳动合同\ud800.pdf'],
  ['PATHS_FORM', 'files/劳动合同\u202efdp.exe.pdf'],
  ['PATHS_FORM', 'files/劳动合同\u2028.pdf'],
  ['PATHS_FORM', 'files/Cafe\u0301-劳动合同.pdf'],
  ['PATHS_FORM', `files/${'很'.repeat(300)}.pdf`],
  ['PATHS_FORM', `files/${'长'.repeat(2_000_000)}.pdf`],
]

/** Hand-overs whose names or links lead astray. */
export const pathTrials: readonly Trial[] = [
  ...badPaths.map(([expected, path]) =>
    folderTrial(
      `the path ${JSON.stringify(path).slice(0, 60)}`,
      '06',
      expected,
      'materials[1].files[0].path',
      (draft) => {
        draft.listed(contract)['path'] = path
        if (canStand(path)) draft.move(contract, path)
      },
    ),
  ),
  folderTrial('a file in NFD, listed in NFD', '06', 'PATHS_FORM', 'materials[1].files[0].path', (draft) =>
    draft.rename(contract, 'files/Re\u0301sume\u0301.pdf'),
  ),
  ...folderTrials('one path listed twice', ['06', '10'], 'PATHS_COLLISION', 'files/', (draft) => {
    Object.assign(draft.listed(String(draft.get('materials.1.files.0.path'))), draft.get('materials.0.files.0'))
  }),
  ...namesAlike(),
  ...links(),
]

/** Whether a file can have this path in the folder: then it is there, and only the path is wrong. */
function canStand(path: string): boolean {
  const steps = path.split('/')
  const isBelow = steps[0] === 'files' && !steps.includes('..') && steps.at(-1) !== ''
  return isBelow && path.isWellFormed() && !path.includes('\0') && steps.every((step) => Buffer.byteLength(step) < 256)
}

function namesAlike(): Trial[] {
  const pairs = [
    ['letter case', 'files/Form-A.pdf', 'files/form-a.PDF'],
    ['letter case of a folder', 'files/Part/a.pdf', 'files/PART/a.pdf'],
    ['letter case in Greek', 'files/ΑΣ.pdf', 'files/ας.pdf'],
    ['letter case that changes the length', 'files/STRASSE.pdf', 'files/straße.pdf'],
  ] as const
  return pairs.map(([difference, one, other]) =>
    folderTrial(`two names that differ only in ${difference}`, '06', 'PATHS_COLLISION', other, (draft) =>
      draft.rename(form, one).rename(contract, other),
    ),
  )
}

/** Moves what is at a place out of the folder and makes a link to it there. */
function moveOut(place: string) {
  return (draft: CaseDraft) => {
    draft.finish = async (folder) => {
      await rename(join(folder, place), `${folder}.outside`)
      await symlink(`${folder}.outside`, join(folder, place))
    }
  }
}

/** Makes something else in the place of a file. */
function instead(place: string, make: (place: string) => Promise<unknown>) {
  return (draft: CaseDraft) => {
    draft.finish = async (folder) => {
      await rm(join(folder, place))
      await make(join(folder, place))
    }
  }
}

function makeFifo(path: string): Promise<unknown> {
  return run('mkfifo', [path])
}

function links(): Trial[] {
  return [
    ...['05', '07', '10'].map((sample) =>
      folderTrial('the first file is a link to the outside', sample, 'PATHS_LINK', 'files/', async (draft) =>
        moveOut(String(draft.get('materials.0.files.0.path')))(draft),
      ),
    ),
    folderTrial('a link to another file of the case', '06', 'PATHS_LINK', contract, (draft) => {
      draft.replace(contract, draft.content(form))
      instead(contract, (place) => symlink(basename(form), place))(draft)
    }),
    folderTrial(
      'a link that leads nowhere',
      '06',
      'PATHS_LINK',
      contract,
      instead(contract, (place) => symlink('/nowhere', place)),
    ),
    folderTrial('a link beside the listed files', '06', 'PATHS_LINK', 'files/more.pdf', (draft) => {
      draft.finish = (folder) => symlink(tail, join(folder, 'files/more.pdf'))
    }),
    folderTrial('files/ is a link', '06', 'PATHS_LINK', 'files', moveOut('files')),
    folderTrial('a folder inside is a link', '06', 'PATHS_LINK', 'files/sub', (draft) => {
      draft.rename(contract, 'files/sub/a.pdf')
      moveOut('files/sub')(draft)
    }),
    folderTrial('a link to the folder itself', '06', 'PATHS_LINK', 'files/again', (draft) => {
      draft.finish = (folder) => symlink('..', join(folder, 'files/again'))
    }),
    folderTrial('case.json is a link', '06', 'PATHS_LINK', 'case.json', moveOut('case.json')),
    folderTrial('a FIFO in the place of a file', '06', 'PATHS_LINK', contract, instead(contract, makeFifo)),
    folderTrial('case.json is a FIFO', '06', 'PATHS_LINK', 'case.json', instead('case.json', makeFifo)),
    folderTrial('case.json is a folder', '06', 'JSON_MISSING', 'case.json', instead('case.json', mkdir)),
    folderTrial('a folder in the place of a file', '06', 'FILES_MISSING', contract, instead(contract, mkdir)),
    folderTrial('an unlisted name that is not UTF-8', '06', 'PATHS_FORM', 'files/', (draft) => {
      draft.finish = (folder) => {
        const name = Buffer.from([0xc0, 0xcd, 0xb6, 0xaf])
        return writeFile(Buffer.concat([Buffer.from(join(folder, 'files/')), name]), 'x')
      }
    }),
    folderTrial('an unlisted name with a control sequence', '06', 'FILES_UNLISTED', 'red.pdf', (draft) => {
      draft.files.set('files/\u001b[31mred.pdf', Buffer.from('x'))
    }),
    folderTrial('NFC and NFD of one name, of which one is listed', '06', 'PATHS_COLLISION', 'files/', (draft) => {
      const composed = 'files/R\u00e9sum\u00e9.pdf'
      draft.rename(contract, composed)
      draft.finish = (folder) => link(join(folder, composed), join(folder, composed.normalize('NFD')))
    }),
    outright('a FIFO', 'FORMATS_', makeFifo),
    outright('nothing', 'JSON_MISSING', async () => {}),
    outright('an empty folder', 'JSON_MISSING', (path) => mkdir(path)),
    outright('an empty file', 'FORMATS_', (path) => writeFile(path, '')),
    outright('a PDF', 'FORMATS_', (path) => writeFile(path, '%PDF-1.7\n%%EOF')),
  ]
}

/** What is handed over is no case at all. */
function outright(name: string, expected: string, make: (path: string) => Promise<unknown>): Trial {
  return {
    name: `${name} is handed over`,
    expected,
    names: '',
    isCase: false,
    async make(path) {
      await make(path)
      return path
    },
  }
}
