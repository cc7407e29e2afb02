import { expect, test } from 'vitest'
import { fz2021Proxy as profile } from '#archive-schema/profiles/fz-2021-proxy.ts'
import { elementTables, elementTexts } from './element-texts.ts'

test('walks every value at its place, in lists and containers too', () => {
  const texts = elementTables(profile, {
    explanation: { profileId: 'fz-2021-proxy', digestAlgorithms: ['SHA-256', 'SM3'] },
    case: { year: '2025', applicantAgent: { name: '甲' } },
    process: [{ nodeCode: '1' }, { nodeCode: '4' }],
    documents: [{ folder: '申报文件', number: '0001', digests: [{ algorithm: 'SM3', value: 'ab' }] }],
  }).flatMap(elementTexts)
  expect(texts.map(({ place, rule, text }) => [place, rule.title, text])).toEqual([
    ['explanation.profileId', '归档方案', 'fz-2021-proxy'],
    ['explanation.digestAlgorithms[0]', '数字摘要算法', 'SHA-256'],
    ['explanation.digestAlgorithms[1]', '数字摘要算法', 'SM3'],
    ['case.year', '年度', '2025'],
    ['case.applicantAgent.name', expect.any(String), '甲'],
    ['process[0].nodeCode', '节点编码', '1'],
    ['process[1].nodeCode', '节点编码', '4'],
    ['documents[0].number', expect.any(String), '0001'],
    ['documents[0].digests[0].algorithm', '文件数字摘要算法', 'SM3'],
    ['documents[0].digests[0].value', '文件数字摘要值', 'ab'],
  ])
})
