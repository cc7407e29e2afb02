import { access } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { OcrEngineFailure } from './ocr-engine.ts'

/** Languages whose data come with the product. */
export type Language = 'chi_sim' | 'eng'

/** Language data on this machine. */
export type LanguageData = {
  readonly language: Language
  readonly folder: string
  /** What to write beside a text made with them. */
  readonly description: string
}

/** Of the two models in the packages the larger one: it knows more of the rare characters of names and places. */
const MODEL = '4.0.0'

/** Finds the data that npm installed. Throws an `OcrEngineFailure` if they are missing. */
export async function findLanguageData(language: Language): Promise<LanguageData> {
  const folder = join(languageFolder(language), MODEL)
  const file = join(folder, `${language}.traineddata.gz`)
  await access(file).catch((cause: unknown) => {
    throw new OcrEngineFailure(`the language data ${file} are missing`, { cause })
  })
  return { language, folder, description: describeLanguageData(language) }
}

/** One line that names the data exactly. */
export function describeLanguageData(language: Language): string {
  return `@tesseract.js-data/${language} ${packageVersion(`@tesseract.js-data/${language}`)}, ${MODEL}`
}

/** Version of an installed npm package. */
export function packageVersion(name: string): string {
  const description: { readonly version: string } = createRequire(import.meta.url)(`${name}/package.json`)
  return description.version
}

function languageFolder(language: Language): string {
  return dirname(createRequire(import.meta.url).resolve(`@tesseract.js-data/${language}/package.json`))
}
