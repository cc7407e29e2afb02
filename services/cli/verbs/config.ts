import { configVariables } from '../../config.ts'
import { print, printJson, table } from '../output.ts'
import { configFromEnvironment } from '../with-archive.ts'

/** Every variable with its meaning and default, and what the present configuration comes to. Secrets are not shown. */
export async function config(options: { readonly json?: boolean }): Promise<void> {
  const { s3, databaseUrl, signerKeys, sm2SignatureProfile, ...rest } = configFromEnvironment()
  const present = {
    ...rest,
    databaseUrl: databaseUrl === undefined ? 'embedded' : new URL(databaseUrl).host,
    s3: s3 === undefined ? undefined : { ...s3, secretKey: '…' },
    signerKeys: { generic: signerKeys?.generic?.reference, sm2: signerKeys?.sm2?.reference },
    sm2SignatureProfile: sm2SignatureProfile.name,
  }
  if (options.json === true) return printJson(present)
  const variables = configVariables().map((variable) => [variable.name, variable.default, variable.meaning])
  const values = Object.entries(present).map(([name, value]) => [name, JSON.stringify(value) ?? 'none'])
  return print(`${table([['variable', 'default', 'meaning'], ...variables])}\n\n${table(values)}`)
}
