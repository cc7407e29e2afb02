import { z } from 'zod'
import { messageOf } from '#archive-schema/caught-error.ts'
import { profilesOf, type SignatureProfile } from '#archive-schema/evidence/signature-profiles.ts'
import { type GenericKeyKind, genericKeyKinds } from '#storage/keys/key-kinds.ts'
import { type KeyReference, parseKeyReference } from '#storage/keys/key-reference.ts'
import type { SignerOptions } from '#storage/keys/open-signer.ts'
import { ConfigError } from './config-error.ts'

const sm2Profiles = profilesOf('sm2-sm3')

/** Variables of the package signers 签名密钥. */
export const signingVariables = {
  SIGNER_ALGORITHM: z.enum(genericKeyKinds).default('ecdsa-p256').describe('kind of the test keys made on first start'),
  SIGNER_KEY: z
    .string()
    .transform(toKeyReference)
    .optional()
    .describe('key of the package signer: pkcs8:, pkcs12:, pkcs11:, https:; absent: test keys'),
  SIGNER_PASSPHRASE: z.string().optional().describe('its passphrase, PIN or token, unless a file holds it'),
  SM2_SIGNER_KEY: z
    .string()
    .transform(toKeyReference)
    .optional()
    .describe('the same for the SM2 signature; absent beside SIGNER_KEY: packages have none'),
  SM2_SIGNER_PASSPHRASE: z.string().optional().describe('its passphrase, PIN or token, unless a file holds it'),
  SM2_SIGNATURE_PROFILE: z
    .enum(sm2Profiles.map(({ name }) => name))
    .default(sm2Profiles[0].name)
    .describe('form of the SM2 signatures: readers of others differ in what they take'),
}

export type SigningConfig = {
  readonly signerAlgorithm: GenericKeyKind
  /** Absent: test keys. */
  readonly signerKeys: SignerOptions['keys']
  readonly sm2SignatureProfile: SignatureProfile
}

/** Reads them out of what was given. Throws `ConfigError`. */
export function signingConfig(data: Given): SigningConfig {
  return {
    signerAlgorithm: data.SIGNER_ALGORITHM,
    signerKeys: signerKeys(data),
    sm2SignatureProfile: sm2Profiles.find(({ name }) => name === data.SM2_SIGNATURE_PROFILE) ?? sm2Profiles[0],
  }
}

type Given = z.output<z.ZodObject<typeof signingVariables>>

function signerKeys(data: Given): SignerOptions['keys'] {
  const { SIGNER_KEY: generic, SM2_SIGNER_KEY: sm2 } = data
  if (generic === undefined && sm2 !== undefined) {
    throw new ConfigError('configuration:\nSM2_SIGNER_KEY needs SIGNER_KEY: test keys would sign beside it')
  }
  return {
    generic: generic === undefined ? undefined : { reference: generic, passphrase: data.SIGNER_PASSPHRASE },
    sm2: sm2 === undefined ? undefined : { reference: sm2, passphrase: data.SM2_SIGNER_PASSPHRASE },
  }
}

function toKeyReference(text: string, context: z.RefinementCtx<string>): KeyReference {
  try {
    return parseKeyReference(text)
  } catch (error) {
    context.addIssue(messageOf(error))
    return z.NEVER
  }
}
