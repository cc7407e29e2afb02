import { join } from 'node:path'
import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { parseTrust, trustFingerprint } from '#archive-schema/evidence/trust.ts'
import { readExportedFolder, readTrustFolder } from './exported-folder.ts'
import { type VerificationReport, verifyRecord } from './verify-record.ts'

// Verifies an exported record: node main.ts DIR [TRUST]. Exit 0: right; 1: not right; 2: could not be verified.
const [folder, trustFolder] = process.argv.slice(2)
process.exitCode =
  folder === undefined ? printUsage() : await verifyFolder(folder, trustFolder ?? join(folder, 'trust'))

function printUsage(): number {
  process.stderr.write('usage: node main.ts DIR [TRUST]\n')
  return 2
}

async function verifyFolder(record: string, trust: string): Promise<number> {
  try {
    const trustFiles = await readTrustFolder(trust)
    const report = await verifyRecord(await readExportedFolder(record), parseTrust(trustFiles), new Date())
    process.stdout.write(describe(report, trustFingerprint(trustFiles)))
    return report.ok ? 0 : 1
  } catch (error) {
    process.stderr.write(`CANNOT VERIFY: ${reasonOf(error)}\n`)
    return 2
  }
}

function describe(report: VerificationReport, trust: string): string {
  const lines = [
    ...report.steps.map(({ step, ok, detail }) => `${ok ? 'OK' : 'FAIL'} ${step}: ${detail}`),
    ...report.pending.map((step) => `PENDING ${step}: the evidence holds none, or the trust folder does not say whose`),
    `trust sha256 ${trust}`,
    `${report.ok ? 'OK' : 'FAIL'} ${report.number ?? '(no number)'}`,
  ]
  // Details may hold names chosen by a stranger: control characters would reach the terminal.
  return lines.map((line) => `${line.replaceAll(/\p{Cc}/gu, '')}\n`).join('')
}
