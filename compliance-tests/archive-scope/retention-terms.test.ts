import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseCaseFile } from '#archive-schema/case-file/parse-case-file.ts'
import { parseScopeTables } from '#archive-schema/scope/parse-scope-tables.ts'
import { readScopeWorkbook } from '#archive-schema/scope/workbook/read-scope-workbook.ts'
import { sheetsOf, workbookFaults } from '#archive-schema/scope/workbook/workbook-trial.ts'

const cases = new URL('../cases/', import.meta.url)

describe('MET-15 保管期限', () => {
  const source = JSON.parse(readFileSync(new URL('scope-tables.json', cases), 'utf8')) as {
    tables: readonly { entries: readonly object[] }[]
  }
  const [table] = source.tables
  const fileWith = (retention: string) => {
    const tables = [{ ...table, entries: table?.entries.map((entry) => ({ ...entry, retention })) }]
    return new TextEncoder().encode(JSON.stringify({ tables }))
  }
  const read = (retention: string) => parseScopeTables(fileWith(retention))[0]?.entries[0]?.retention

  test.for([
    ['永久', 'Y'],
    ['30年', 'D30'],
    ['三十年', 'D30'],
    ['10年', 'D10'],
    ['Y', 'Y'],
    ['D30', 'D30'],
    ['D10', 'D10'],
  ] as const)('%s in a scope table is %s', ([term, code]) => {
    expect(read(term)).toBe(code)
    const tables = parseScopeTables(fileWith('D10'))
    expect(readScopeWorkbook(sheetsOf(tables, { '事项!H2': term }), '表.xlsx')[0]?.entries[0]?.retention).toBe(code)
  })

  test.for(['5年', '4年', '20年', '永远', 'D20', ''])('%s is refused', (term) => {
    expect(() => read(term)).toThrow(
      expect.objectContaining({ code: 'SCOPE_TABLE_INVALID', faults: expect.arrayContaining([atRetention]) }),
    )
  })

  test.for(['长期', '短期'])('%s is refused as a term of old archives, in JSON and in a workbook', (term) => {
    const told = expect.objectContaining({ found: expect.stringContaining(`${term}：旧期限`) })
    expect(() => read(term)).toThrow(expect.objectContaining({ faults: expect.arrayContaining([told]) }))
    const faults = workbookFaults(sheetsOf(parseScopeTables(fileWith('D10')), { '事项!H2': term }))
    expect(faults).toMatchObject([{ field: '事项!H2', found: expect.stringContaining('旧期限') }])
  })

  test('a case is handed over with the code of its table: words and other terms are refused', () => {
    const caseWith = (retention: string) => {
      const json = readFileSync(new URL('accepted/01-food-licence-granted/case.json', cases), 'utf8')
      return new TextEncoder().encode(json.replace(/"retention":\s*"[^"]*"/, `"retention":"${retention}"`))
    }
    expect(parseCaseFile(caseWith('D10')).item.retention).toBe('D10')
    for (const term of ['5年', '4年', '长期', '永久'])
      expect(() => parseCaseFile(caseWith(term)), term).toThrow(expect.objectContaining({ code: 'SCOPE_RETENTION' }))
  })

  const atRetention = expect.objectContaining({ field: expect.stringMatching(/retention$/) })
})
