import { demandValue } from '#archive-schema/attempt.ts'
import type { CheckEvidence } from '#archive-schema/finding.ts'
import {
  blankAspect,
  characterAspect,
  type ElementAspect,
  formAspect,
  lengthAspect,
  valueListAspect,
} from '#archive-schema/inspection/element-aspects.ts'
import { elementTexts } from '#archive-schema/inspection/element-texts.ts'
import { elementFault } from '../both-sides.ts'
import { type CheckResult, judge } from '../check.ts'
import { type ContentItem, itemOf, refusalFault } from '../content-refusals.ts'
import { unlessEqual } from '../differences.ts'
import { implausibleValues } from '../rules/gd-1-5-plausibility.ts'
import { attributeFaults } from './attribute-faults.ts'
import { contentOf, type ForeignView, placeOf, undescribedFiles } from './foreign-view.ts'

/** What can be judged of a package of another system by the package alone, by item of DA/T 70. All else is `NOT_CHECKED`. */
export const foreignChecks: Readonly<Record<string, (view: ForeignView) => CheckResult>> = {
  'GD-1-2': (view) => checkElements(view, lengthAspect),
  'GD-1-3': (view) => checkElements(view, formAspect),
  'GD-1-4': (view) => checkElements(view, valueListAspect),
  'GD-1-5': plausibility,
  'GD-1-6': (view) => checkElements(view, characterAspect),
  'GD-1-10': attributes,
  'GD-1-11': links,
  'GD-1-13': structure,
  'GD-2-11': contentCount,
  'GD-3-1': metadataReadable,
  'GD-3-3': (view) => content(view, 'GD-3-3'),
  'GD-3-4': (view) => content(view, 'GD-3-4'),
  'GD-3-8': (view) => content(view, 'GD-3-8'),
}

const place = '信息包'

/** Values are judged by the profile of this archive, which the evidence names: the other system may follow another one. */
function checkElements({ tables, profile }: ForeignView, aspect: ElementAspect): CheckResult {
  const texts = demandValue(tables).flatMap(elementTexts)
  const filled = texts.filter(({ rule, text }) => blankAspect(rule, text) === undefined)
  const found = `${texts.length} 个元数据值，按方案 ${profile.id} ${profile.version}`
  return judge(filled.flatMap(elementFault(aspect)), { location: place, found })
}

function plausibility({ described, profile, at }: ForeignView): CheckResult {
  const { case: about } = demandValue(described)
  const faults = implausibleValues(profile, { case: about, process: [] }, at)
  return judge(faults, { location: place, found: '时间先后、统一社会信用代码；流程信息未核对' })
}

function attributes(view: ForeignView): CheckResult {
  const { documents } = demandValue(view.described)
  const { sha256, sm3 } = view.profile.terms
  const withDigest = documents.filter(({ digests = [] }) =>
    digests.some(({ algorithm }) => algorithm === sha256 || algorithm === sm3),
  ).length
  const found = `${documents.length} 个文件的字节数、文件名；其中 ${withDigest} 个给出 ${sha256} 或 ${sm3} 摘要`
  return judge(
    documents.flatMap((document, i) => attributeFaults(view, document, i)),
    { location: place, found },
  )
}

function links(view: ForeignView): CheckResult {
  const { documents } = demandValue(view.described)
  const faults = documents.flatMap((document, i): CheckEvidence[] => {
    const path = placeOf(view, document)
    return view.measured.has(path) ? [] : [{ location: `documents[${i}]`, expected: path, found: '无此文件' }]
  })
  return judge(faults, { location: place, found: '每个存储位置都有文件' })
}

/** The metadata at the root of the ZIP or in the one root folder, which has the 电子文件号 as its name; no file that is not described. */
function structure(view: ForeignView): CheckResult {
  if ('refusal' in view.opened) return { outcome: 'FAIL', evidence: [refusalFault(place, view.opened.refusal)] }
  const { root } = view.opened.value
  const { case: about, isFlat } = demandValue(view.described)
  const faults = [
    ...(root === undefined ? [] : unlessEqual('根文件夹', about.electronicRecordCode, root)),
    ...undescribedFiles(view).map((path) => ({ location: path, expected: '无', found: '有' })),
  ]
  const form = root === undefined ? '元数据在压缩包根目录' : `元数据在根文件夹 ${root}`
  return judge(faults, { location: place, found: isFlat ? `${form}，归档文件集不分文件夹` : form })
}

function contentCount(view: ForeignView): CheckResult {
  const { case: about, documents } = demandValue(view.described)
  const files = contentOf(view.profile, demandValue(view.opened).files).length
  const faults = [
    ...unlessEqual('documents（归档文件）', documents.length, files),
    ...(about.documentCount === undefined ? [] : unlessEqual('case.documentCount', about.documentCount, files)),
  ]
  return judge(faults, { location: place, found: `${files} 个内容文件` })
}

function metadataReadable({ described, profile }: ForeignView): CheckResult {
  const { name } = profile.files.case
  if ('refusal' in described) return { outcome: 'FAIL', evidence: [refusalFault(name, described.refusal)] }
  const { unread } = described.value
  const found = unread.length === 0 ? '可以解析' : `可以解析；方案未规定的元素未读：${unread.join('、')}`
  return { outcome: 'PASS', evidence: [{ location: name, found, tool: 'xml2js' }] }
}

/** A file that could not be looked at leaves the item open, unless another one fails it. */
function content(view: ForeignView, item: ContentItem): CheckResult {
  demandValue(view.opened)
  const faults = [...view.formats].flatMap(([path, examined]) =>
    examined !== undefined && 'refusal' in examined && itemOf(examined.refusal.code) === item
      ? [refusalFault(path, examined.refusal)]
      : [],
  )
  const unseen = [...view.formats].find(([, examined]) => examined === undefined)?.[0]
  if (faults.length === 0 && unseen !== undefined)
    throw new Error(`${unseen} 压缩存放且过大，未检查 (too large to look at)`)
  return judge(faults, { location: place, found: `${view.formats.size} 个内容文件`, tool: 'guidang' })
}
