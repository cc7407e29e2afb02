import type { CheckEvidence } from '#archive-schema/finding.ts'
import { describedChildren } from '#archive-schema/joint-case/child-package.ts'
import { metadataFileKeys } from '#archive-schema/profiles/profile.ts'
import { type Check, judge } from '../check.ts'
import { refusalFault } from '../content-refusals.ts'
import { unlessEqual } from '../differences.ts'
import type { InspectionView } from '../inspection-view.ts'

/**
 * GD-1-13 信息包目录结构规范性检测: one root folder with the 电子文件号 as its name; in it the metadata files of the profile and
 * the content folders in which the database places documents, the packages of bound children (子包), and nothing else.
 */
export const packageTree: Check = {
  rule: 'GD-1-13',
  check(view) {
    const { opened, subject } = view
    if ('refusal' in opened) return { outcome: 'FAIL', evidence: [refusalFault('信息包', opened.refusal)] }
    const { root } = opened.value
    const faults = [...unlessEqual('根文件夹', subject.number, root), ...missingFaults(view), ...surplusFaults(view)]
    return judge(faults, { location: `${root}/`, found: `${view.measured.files.size} 个文件的位置符合规定` })
  },
}

function missingFaults({ subject, measured }: InspectionView): readonly CheckEvidence[] {
  const { files, folders } = subject.metadataProfile
  const paths = [...measured.files.keys()]
  const filled = folders.filter((folder) => subject.described.documents.some((one) => one.folder === folder.class))
  return [
    ...metadataFileKeys.map((key) => files[key].name).filter((name) => !measured.files.has(name)),
    ...childPaths(subject).filter((path) => !measured.files.has(path)),
    ...filled.map(({ name }) => `${name}/`).filter((folder) => !paths.some((path) => path.startsWith(folder))),
  ].map((location) => ({ location, expected: '有', found: '无' }))
}

function surplusFaults({ subject, measured }: InspectionView): readonly CheckEvidence[] {
  const { files, folders } = subject.metadataProfile
  const metadataNames = new Set(metadataFileKeys.map((key) => files[key].name))
  const folderNames = new Set(folders.map(({ name }) => name))
  const children = childPaths(subject)
  const surplus = [...measured.files.keys()].filter((path) => {
    const [folder = '', ...rest] = path.split('/')
    return !metadataNames.has(path) && !children.includes(path) && !(folderNames.has(folder) && rest.length === 1)
  })
  return surplus.map((location) => ({ location, expected: '无', found: '有' }))
}

function childPaths({ metadataProfile, described }: InspectionView['subject']): readonly string[] {
  return describedChildren(metadataProfile, described.case).flatMap(({ path }) => path ?? [])
}
