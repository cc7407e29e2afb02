import type { CaseFile, Material } from '#archive-schema/case-file/case-file.ts'
import type { Fault } from '#archive-schema/fault.ts'
import { isSameMaterial, type ScopeEntry } from './scope-table.ts'

/**
 * 纸质例外 (国务院令第716号, 第十二条): a material stays on paper only where a law or administrative regulation demands it.
 * `SCOPE_PAPER_UNFOUNDED` where the approved table does not keep the material on paper, or where the case cites another law;
 * `SCOPE_PAPER_ONLY` for one that the table keeps electronically as well and that has no file.
 */
export function paperFaults(entry: ScopeEntry, { materials }: Pick<CaseFile, 'materials'>): Fault[] {
  return materials.flatMap((material, index): Fault[] => {
    if (material.paper === undefined) return []
    const found = `${material.name}（${material.paper.basis}）`
    const fault = { field: `materials[${index}].paper`, found }
    const legal = legalPaper(entry, material.name)
    if (legal === undefined || !isSameMaterial(legal.basis, material.paper.basis)) {
      return [{ code: 'SCOPE_PAPER_UNFOUNDED', ...fault, expected: legal?.basis ?? '电子 / electronic' }]
    }
    if (material.files.length > 0 || legal.carrier === '纸质') return []
    return [{ code: 'SCOPE_PAPER_ONLY', ...fault, expected: legal.carrier }]
  })
}

/** Whether a material is archived as paper: it has no files and says where the paper lies. */
export function isOnPaperOnly({ paper, files }: { paper?: Material['paper'] | undefined } & Pick<Material, 'files'>) {
  return paper !== undefined && files.length === 0
}

/** 法定纸质依据 of a material and how it is archived; `undefined` where the table keeps it electronically. */
export function legalPaper({ legalPaperBasis, materials }: ScopeEntry, name: string) {
  const carriers = materials.filter((material) => isSameMaterial(material.name, name)).map(({ carrier }) => carrier)
  const carrier = carriers.find((each) => each === '纸质') ?? carriers.find((each) => each === '电子和纸质')
  return legalPaperBasis === undefined || carrier === undefined ? undefined : { basis: legalPaperBasis, carrier }
}
