import type { CaseFile, Material, MaterialFile } from './case-file.ts'

/** A file as `case.json` lists it, and the field that does so. */
export type ListedFile = { readonly material: Material; readonly file: MaterialFile; readonly field: string }

/** Every listed file, in the order of `case.json`. */
export function listedFiles(caseFile: CaseFile): ListedFile[] {
  return caseFile.materials.flatMap((material, m) =>
    material.files.map((file, f) => ({ material, file, field: `materials[${m}].files[${f}]` })),
  )
}
