import type { SchemaProblem } from '#archive-schema/case-file/schema-problems.ts'
import type { CellFault, Place } from './sheet-rows.ts'

/** Where each field of the tables stands in the workbook, so that what is wrong with a field is said of its cell. */
export class FieldPlaces {
  readonly #places = new Map<string, Place | undefined>()

  /** Puts a field, e.g. `tables[0].version`, at its cell; at `undefined` if the cell has a fault or its column is absent. */
  put(field: string, place: Place | undefined): void {
    this.#places.set(field, place)
  }

  /** The fault of the cell of a field, or of the nearest field around it. Nothing where that has a fault already. */
  faultOf({ field, found }: SchemaProblem): CellFault[] {
    const place = this.#nearest(field)
    if (place === undefined) return []
    const reason = found.replaceAll(/tables\[\d+\][\w.[\]]*/g, (other) => this.#nearest(other)?.cell ?? other)
    const { cell, text, expected } = place
    return [{ cell, found: text === '' ? reason : `“${text}” ${reason}`, expected }]
  }

  #nearest(field: string): Place | undefined {
    for (let path = field; path !== ''; path = path.replace(/(?:^|\.)\w+$|\[\d+\]$/, '')) {
      if (this.#places.has(path)) return this.#places.get(path)
    }
    throw new Error(`no cell of ${field} is known`)
  }
}
