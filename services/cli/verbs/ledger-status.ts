import { describeLedger, type LedgerDescription } from '../../access/describe-ledger.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Where the ledger stands: entries, what waits, newest checkpoint. */
export async function ledgerStatus(options: { readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const state = await describeLedger(archive)
    if (options.json === true) return printJson(state)
    const { origin, committed, waiting, checkpoint, time } = state
    const published = checkpoint && [
      ['检查点 checkpoint', `${checkpoint.size}  ${checkpoint.publishedAt}`],
      ['SHA-256', checkpoint.roots.sha256],
      ['SM3', checkpoint.roots.sm3],
    ]
    return print(
      table([
        ['账本 ledger', origin],
        ['条目 entries', `${committed}`],
        ['等待 waiting', `${waiting}`],
        ...(published ?? [['检查点 checkpoint', '尚无 none yet']]),
        ...describeTime(time),
      ]),
    )
  })
}

function describeTime(time: LedgerDescription['time']): readonly string[][] {
  if (time === undefined) return [['时间戳 time stamp', '尚无 none yet']]
  const { size, stampedAt, authority, isTest, endsAt, isRenewalDue, renewal } = time
  return [
    ['时间戳 time stamp', `${size}  ${stampedAt}  ${authority}${isTest ? '（测试 test）' : ''}`],
    ['有效至 valid until', `${endsAt}${isRenewalDue ? '  应续期 to be renewed' : ''}`],
    ...(renewal === undefined ? [] : [['续期 renewal', `${renewal.round}  ${renewal.hash}  ${renewal.renewedAt}`]]),
  ]
}
