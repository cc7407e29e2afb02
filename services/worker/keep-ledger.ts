import { queueMissingSeals } from '#pipelines/preservation/queue-missing-seals.ts'
import { announceSigners } from '../access/announce-signers.ts'
import { publishAttested } from '../access/publish-attested.ts'
import { alarmRenewal } from '../access/stamp-checkpoint.ts'
import type { Archive } from '../open-archive.ts'
import { repeat } from '../repeat.ts'

const alarmEveryMs = 24 * 3_600_000

/**
 * Every so often publishes a checkpoint of the ledger if it has grown, has it stamped, and removes what it no longer needs; before the first,
 * enters what is older than the ledger.
 */
export function keepLedger(archive: Archive, onError: (error: unknown) => void) {
  const { config, log } = archive
  const onFault = (number: string, error: unknown) =>
    log.error({ number, err: error, event: 'ledger.fault' }, 'a record cannot be entered into the ledger')
  let isComplete = false
  let alarmedAt = 0
  const work = async () => {
    if (!isComplete) {
      await announceSigners(archive)
      await queueMissingSeals({ ...archive, onFault })
    }
    isComplete = true
    await publishAttested(archive)
    if (archive.now().getTime() - alarmedAt >= alarmEveryMs) {
      alarmedAt = archive.now().getTime()
      await alarmRenewal(archive)
    }
    await archive.ledger.sweep()
  }
  return repeat(config.ledger.checkpointSeconds * 1_000, work, onError)
}
