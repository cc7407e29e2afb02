import { describe, expect, test } from 'vitest'
import { managementWords } from '#archive-schema/business/management-acts.ts'
import { dat46 } from '#archive-schema/profiles/dat46.ts'
import { elementCoverage } from '#archive-schema/profiles/element-coverage.ts'
import { elementNumber, withoutStandard } from '#archive-schema/profiles/element-number.ts'
import type { ElementRule } from '#archive-schema/profiles/element-rule.ts'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { parseProfile } from '#archive-schema/profiles/parse-profile.ts'
import type { Profile } from '#archive-schema/profiles/profile.ts'

/** The containers and what stands in each, as the facts about the standard list them. */
const containers = {
  来源: [3, 6],
  档号: [9, 20],
  内容描述: [22, 39],
  形式特征: [41, 45],
  电子属性: [47, 51],
  数字化属性: [53, 56],
  电子签名: [58, 64],
  存储位置: [66, 69],
  权限管理: [71, 75],
} as const

const entities = { 文件实体: [1, 76], 机构人员实体: [77, 80], 业务实体: [81, 85], 实体关系: [86, 88] } as const

describe('MET-25 the elements of DA/T 46-2009', () => {
  test('are M1 to M88, without gaps', () => {
    expect(dat46.elements.map(({ number }) => number)).toEqual(range([1, 88]).map((n) => `DA/T 46-2009 M${n}`))
  })

  test.for(Object.entries(entities))('of %s are M%i to M%i', ([entity, places]) => {
    expect(numbersWhere((element) => element.entity === entity)).toEqual(range(places))
  })

  test.for(Object.entries(containers))('in %s are those of its range', ([name, places]) => {
    const container = named(name)
    const own = numbersWhere(({ parent }) => parent === container.number)
    const inner = numbersWhere(({ parent }) => own.includes(numberOf(parent)))
    expect(container.kind).toBe('container')
    expect([...own, ...inner].toSorted((a, b) => a - b)).toEqual(range(places))
  })

  test('授权对象 and 授权行为 stand in 授权, which stands in 权限管理', () => {
    expect([named('授权对象').parent, named('授权行为').parent]).toEqual([named('授权').number, named('授权').number])
    expect(named('授权').parent).toBe(named('权限管理').number)
  })

  test('that stand in no container are those that the entities begin with', () => {
    const alone = dat46.elements.filter(({ parent, kind }) => parent === undefined && kind === 'simple')
    const outside = alone.map(({ name }) => name)
    expect(outside.slice(0, 3)).toEqual(['聚合层次', '电子文件号', '附注'])
    expect(outside.slice(3)).toEqual(dat46.elements.slice(76).map(({ name }) => name))
  })

  test('are each either written by the profile, or it says why not', () => {
    for (const { element, written, why = '' } of elementCoverage(profile, dat46)) {
      expect(written.length > 0, `${element.number} ${element.name} ${why}`).toBe(why === '')
    }
  })

  test('are not taken for written when nothing writes them any more', () => {
    const elements = profile.files.case.elements.filter(({ key }) => key !== 'year')
    expect(faultOf(withCaseElements(elements))).toContain('DA/T 46-2009 M11 年度 is not written')
  })

  test('are not excused when they are written', () => {
    const unwritten = [...profile.twins.unwritten, { elements: ['DA/T 46-2009 M11'], why: '没有' }]
    expect(faultOf({ ...profile, twins: { ...profile.twins, unwritten } })).toContain('M11 年度 is written: case.year')
  })

  test('are known: a twin that is none of them is refused, and so is one in another container', () => {
    expect(faultOf(withTwin('DA/T 46-2009 M89'))).toContain('DA/T 46-2009 M89 is no element of DA/T 46-2009')
    const json = JSON.stringify(profile).replace('"DA/T 46-2009 M54"', '"DA/T 46-2009 M47"')
    expect(faultOf(JSON.parse(json))).toContain('M47 does not stand in DA/T 46-2009 M52')
  })
})

describe('PRF-06 element numbers are stored with their standard', () => {
  test('M84 of DA/T 46-2009 is 行为依据, M84 of DA/T 94-2022 is 机构人员名称', () => {
    expect(dat46.elements.find(({ number }) => number === 'DA/T 46-2009 M84')?.name).toBe('行为依据')
    expect(dat46.elements.find(({ twin }) => twin === 'DA/T 94-2022 M84')?.name).toBe('机构人员名称')
  })

  test('M92 of DA/T 94-2022 is 实体标识符, which DA/T 46-2009 does not have', () => {
    expect(dat46.otherwiseNumbered.only).toContainEqual({ number: 'DA/T 94-2022 M92', name: '实体标识符' })
    expect(dat46.elements.filter(({ name }) => name === '实体标识符')).toEqual([])
  })

  test.for(['M84', 'DA/T 46 M84', 'DA/T 46-2009', 'DA/T 46-2009 84', 'DA/T 46-2009 M084', '46-2009 M84'])(
    'refuses %s as a number',
    (number) => {
      expect(elementNumber.safeParse(number).success).toBe(false)
    },
  )

  test('refuses a profile whose elements name a bare number, and one that uses the numbers of DA/T 94-2022', () => {
    expect(faultOf(withTwin('M11'))).toContain('standard, year and number')
    expect(faultOf(withTwin('DA/T 94-2022 M11'))).toContain('DA/T 94-2022 M11 is no element of DA/T 46-2009')
  })
})

test('the file of the management acts names each of its elements as DA/T 46-2009 does, and all of 机构人员, 业务 and 关系', () => {
  const twins = twinsIn(managementWords.file.elements)
  for (const { twin, tag } of twins) expect(dat46.elements.find(({ number }) => number === twin)?.name).toBe(tag)
  const written = new Set(twins.map(({ twin }) => twin))
  expect(dat46.elements.filter(({ entity, number }) => entity !== '文件实体' && !written.has(number))).toEqual([])
})

function twinsIn(rules: readonly ElementRule[]): readonly ElementRule[] {
  return rules.flatMap((rule) => [...(rule.twin === undefined ? [] : [rule]), ...twinsIn(rule.children ?? [])])
}

function named(name: string) {
  const found = dat46.elements.find((element) => element.name === name)
  if (found === undefined) throw new Error(`no element ${name}`)
  return found
}

function numbersWhere(isMeant: (element: (typeof dat46.elements)[number]) => boolean): number[] {
  return dat46.elements.filter(isMeant).map(({ number }) => numberOf(number))
}

function numberOf(number = ''): number {
  return Number(withoutStandard(number).slice(1))
}

function range([first, last]: readonly [number, number]): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}

function withTwin(twin: string): unknown {
  return withCaseElements(profile.files.case.elements.map((rule) => (rule.key === 'year' ? { ...rule, twin } : rule)))
}

function withCaseElements(elements: Profile['files']['case']['elements']): unknown {
  return { ...profile, files: { ...profile.files, case: { ...profile.files.case, elements } } }
}

function faultOf(changed: unknown): string {
  try {
    parseProfile(changed)
  } catch (error) {
    return JSON.stringify(error)
  }
  return 'accepted'
}
