import { isAbsolute } from 'node:path'

/** What every reference says beside where its key is: paths of PEM files, and of a file with the passphrase. */
export type KeyCompanions = {
  /** The signer's certificate, then those of its issuers, without the root. */
  readonly certificates: string | undefined
  /** The root authority. */
  readonly root: string
  /** 证书撤销列表 of the issuers, PEM or DER; absent: revocation is not asked for. */
  readonly crl: string | undefined
  /**
   * 证书状态服务 (OCSP): one that knows every certificate of the chain, or one for each, the signer's own first (`-`: the lists of `crl`
   * say it alone); absent: none is asked.
   */
  readonly ocsp: readonly (URL | '-')[] | undefined
  readonly passphraseFile: string | undefined
}

/** 密钥引用: where a signing key is. */
export type KeyReference = KeyCompanions &
  (
    | { readonly scheme: 'pkcs8' | 'pkcs12'; readonly file: string }
    | { readonly scheme: 'pkcs11'; readonly module: string; readonly token: string; readonly object: string }
    | { readonly scheme: 'http'; readonly url: string; readonly key: string }
  )

/**
 * Reads a reference in the form of a URL. Paths are absolute, and every scheme takes `root`, `certificates`, `crl`, `ocsp`
 * and `passphrase-file`:
 * `pkcs8:/path/key.pem?certificates=…&root=…`, `pkcs12:/path/key.p12?root=…`,
 * `pkcs11:token=…;object=…?module-path=…&certificates=…&root=…` (RFC 7512),
 * `https://host/path?key=…&certificates=…&root=…`. Throws `RangeError` that says what is wrong.
 */
export function parseKeyReference(text: string): KeyReference {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined) throw new RangeError('it is no URL')
  const parameters = new Parameters(url)
  const reference = readPlace(url, parameters)
  const companions = readCompanions(parameters, reference.scheme === 'pkcs12')
  parameters.demandAllTaken()
  return { ...reference, ...companions }
}

function readPlace(url: URL, parameters: Parameters) {
  switch (url.protocol) {
    case 'pkcs8:':
    case 'pkcs12:':
      return { scheme: url.protocol === 'pkcs8:' ? 'pkcs8' : 'pkcs12', file: absolute(pathOf(url), 'the key') } as const
    case 'pkcs11:':
      return { scheme: 'pkcs11', ...tokenAttributes(url.pathname), module: parameters.path('module-path') } as const
    case 'http:':
    case 'https:': {
      const key = parameters.required('key')
      if (url.username !== '' || url.password !== '') throw new RangeError('a URL with a password is shown in logs')
      return { scheme: 'http', url: `${url.origin}${url.pathname}`, key } as const
    }
    default:
      throw new RangeError(`there is no scheme ${url.protocol} (pkcs8:, pkcs12:, pkcs11:, https:, http:)`)
  }
}

function readCompanions(parameters: Parameters, bringsCertificates: boolean): KeyCompanions {
  return {
    certificates: bringsCertificates ? parameters.optionalPath('certificates') : parameters.path('certificates'),
    root: parameters.path('root'),
    crl: parameters.optionalPath('crl'),
    ocsp: parameters.optionalResponders('ocsp'),
    passphraseFile: parameters.optionalPath('passphrase-file'),
  }
}

/** `token=…;object=…` of RFC 7512; other attributes are refused, so that none is thought to select. */
function tokenAttributes(path: string): { token: string; object: string } {
  const attributes = new Map(
    path.split(';').map((part) => {
      const [name = '', ...value] = part.split('=')
      return [name, decodeURIComponent(value.join('='))] as const
    }),
  )
  const [token, object] = [attributes.get('token'), attributes.get('object')]
  if (!token || !object || attributes.size !== 2) throw new RangeError('pkcs11: takes token=…;object=… and no more')
  return { token, object }
}

function pathOf(url: URL): string {
  return url.host === '' ? decodeURIComponent(url.pathname) : ''
}

function absolute(path: string, what: string): string {
  if (!isAbsolute(path)) throw new RangeError(`the path of ${what} is not absolute`)
  return path
}

function webAddress(text: string, what: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw new RangeError(`${what} is no http or https address`)
  return url
}

/** Parameters of a URL, each taken once: what nobody takes is a mistake of whoever wrote it. */
class Parameters {
  readonly #left: Map<string, string>

  constructor({ searchParams }: URL) {
    this.#left = new Map(searchParams)
    if (this.#left.size !== [...searchParams].length) throw new RangeError('a parameter stands there twice')
  }

  optional(name: string): string | undefined {
    const value = this.#left.get(name)
    this.#left.delete(name)
    return value
  }

  required(name: string): string {
    const value = this.optional(name)
    if (value === undefined || value === '') throw new RangeError(`the parameter ${name} is missing`)
    return value
  }

  path(name: string): string {
    return absolute(this.required(name), name)
  }

  optionalPath(name: string): string | undefined {
    const value = this.optional(name)
    return value === undefined ? undefined : absolute(value, name)
  }

  optionalResponders(name: string): readonly (URL | '-')[] | undefined {
    return this.optional(name)
      ?.split(',')
      .map((each) => (each === '-' ? each : webAddress(each, name)))
  }

  demandAllTaken(): void {
    const [name] = this.#left.keys()
    if (name !== undefined) throw new RangeError(`the parameter ${name} is not known`)
  }
}
