import type { CheckEvidence } from '#archive-schema/finding.ts'
import { localTimeOf } from '#archive-schema/metadata/local-time.ts'
import {
  type SignatureFacts,
  type SignatureKind,
  type SignatureOutcome,
  type SignatureVerdict,
  type SignerTrust,
  verificationSteps,
} from '#archive-schema/signatures/verdict.ts'

const kinds: Readonly<Record<SignatureKind, string>> = {
  'pdf-signature': 'PDF 电子签名',
  'pdf-time-stamp': 'PDF 文档时间戳',
  'ofd-signature': 'OFD 数字签名',
  'ofd-seal': 'OFD 电子签章',
}
const outcomes: Readonly<Record<SignatureOutcome, string>> = {
  valid: '验证有效',
  invalid: '无效',
  'not-verifiable': '无法验证',
}
const trusts: Readonly<Record<SignerTrust, string>> = {
  'no-anchor': '签名者身份未经证明：未配置信任锚 (signer not vouched for)',
  'not-vouched': '签名者身份未经证明：证书链不到信任锚 (signer not vouched for)',
  vouched: '签名者证书由受信任的机构签发',
}

/** One signature as a line of a report: outcome with every broken step, signer, serial, algorithm, time (DA/T 46 M57–M64). */
export function signatureEvidence(path: string, verdict: SignatureVerdict): CheckEvidence {
  const { kind, place, outcome, faults, facts } = verdict
  const broken = faults.map(({ step, found }) => `${verificationSteps[step]}：${found}`)
  const verdictText = [`${kinds[kind]}${outcomes[outcome]}`, ...broken].join('；')
  return {
    location: `${path}（${place}）`,
    ...(outcome === 'valid' ? {} : { expected: outcomes.valid }),
    found: [verdictText, ...factTexts(facts)].join('；'),
    tool: 'guidang',
  }
}

function factTexts(facts: SignatureFacts): readonly string[] {
  const { seal, signer, issuer, serial, algorithm, claimedAt, trust, uncoveredBytes, uncoveredFiles } = facts
  const { stampedAt, stampAuthority, stampTrust } = facts
  return [
    ...said('印章', seal),
    ...said('签名者', signer),
    ...said('颁发者', issuer),
    ...said('证书序列号', serial),
    ...said('算法', algorithm),
    ...said('签名时间（签名者自称）', claimedAt && localTimeOf(claimedAt.getTime())),
    ...said('时间戳时间', stampedAt && localTimeOf(stampedAt.getTime())),
    ...said('时间戳机构', stampAuthority),
    ...(stampTrust === undefined || stampTrust === 'vouched' ? [] : ['时间戳机构身份未经证明']),
    ...said('签名之后增加而未被覆盖的字节', uncoveredBytes?.toString()),
    ...said('未被签名覆盖的文件', uncoveredFiles?.join('、')),
    ...(trust === undefined ? [] : [trusts[trust], '证书吊销状态未查询']),
  ]
}

function said(name: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [`${name} ${value}`]
}
