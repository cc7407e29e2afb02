import { readFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { z } from 'zod'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { messageOf } from '#archive-schema/caught-error.ts'
import { certificatePem, readCertificate } from '#archive-schema/evidence/read-certificate.ts'
import { parseTrustAnchors } from '#archive-schema/signatures/trust-anchors.ts'
import { type TimeTrust, timeStampTrust } from '#archive-schema/time-stamp/time-trust.ts'
import { testTimeAuthority } from '#storage/keys/test-keys.ts'
import { builtInAuthority } from '#storage/time-stamps/built-in-authority.ts'
import { outsideAuthority } from '#storage/time-stamps/outside-authority.ts'
import type { TimeStampSource } from '#storage/time-stamps/time-stamp-source.ts'
import type { Config } from './config.ts'

/** Who stamps, and whose time verifiers are told to believe; both may be nobody. */
export type OpenedTimeStamps = { readonly sources: readonly TimeStampSource[]; readonly trust: TimeTrust | undefined }

const Authority = z.strictObject({
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,31}$/),
  url: z.url({ protocol: /^https?$/ }),
  hash: z.enum(['sha256', 'sha384', 'sha512', 'sm3']).default('sha256'),
  policy: z
    .string()
    .regex(/^[0-2](\.(0|[1-9]\d*))+$/)
    .optional(),
  /** PEM file: certificates that it has signed with, the present one and former ones. */
  certificates: z.string().min(1),
  /** PEM file: root authorities. */
  roots: z.string().min(1),
  patienceSeconds: z.number().min(1).max(300).default(30),
})
/** 时间戳机构登记: at most two; paths are relative to the file. */
const Authorities = z.strictObject({ authorities: z.array(Authority).min(1).max(2) })

/** The policy of the built-in authority: an arc for documentation and tests. */
const builtInPolicy = '1.3.6.1.4.1.32473.1.1'

/** Opens the time-stamp authorities that the configuration names. Throws `CONFIGURATION_INVALID`. */
export async function openTimeStamps({ timeStamps, dataDir }: Config, now: () => Date): Promise<OpenedTimeStamps> {
  if (timeStamps === 'off') return { sources: [], trust: undefined }
  if (timeStamps === 'built-in') return openBuiltIn(dataDir, now)
  try {
    return await openOutside(timeStamps.file)
  } catch (error) {
    const found = messageOf(error)
    throw new ArchiveError({ code: 'CONFIGURATION_INVALID', field: 'TIME_STAMPS', found }, { cause: error })
  }
}

async function openBuiltIn(dataDir: string, now: () => Date): Promise<OpenedTimeStamps> {
  const { signer, rootPem } = await testTimeAuthority(join(dataDir, 'keys'))
  const [own = Buffer.of()] = signer.certificates
  const trust = { rootPems: [rootPem], authorities: [readCertificate(own).sha256] }
  return { sources: [builtInAuthority({ signer, policy: builtInPolicy }, timeStampTrust(trust), now)], trust }
}

async function openOutside(file: string): Promise<OpenedTimeStamps> {
  const parsed = Authorities.safeParse(JSON.parse(await readFile(file, 'utf8')))
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error))
  const { authorities } = parsed.data
  const opened = await Promise.all(authorities.map((authority) => openAuthority(authority, dirname(file))))
  return {
    sources: opened.map(({ source }) => source),
    trust: {
      rootPems: [...new Set(opened.flatMap(({ trust }) => trust.rootPems))],
      authorities: [...new Set(opened.flatMap(({ trust }) => trust.authorities))],
    },
  }
}

async function openAuthority(authority: z.output<typeof Authority>, folder: string) {
  const read = async (path: string) => parseTrustAnchors(await readFile(resolve(folder, path), 'utf8'))
  const [own, roots] = [await read(authority.certificates), await read(authority.roots)]
  const trust: TimeTrust = {
    rootPems: roots.map(({ der }) => certificatePem(der)),
    authorities: own.map(({ sha256 }) => sha256),
  }
  const { name, hash, policy, url, patienceSeconds } = authority
  const source = outsideAuthority({
    ...{ name, hash, url: new URL(url), patienceMs: patienceSeconds * 1_000, trust: timeStampTrust(trust) },
    ...(policy === undefined ? {} : { policy }),
  })
  return { source, trust }
}
