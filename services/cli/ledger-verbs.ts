import { type Command, Option } from 'commander'
import { digestAlgorithms } from '#archive-schema/evidence/digest.ts'
import { ledgerEntryTypes } from '#archive-schema/ledger/ledger-entry.ts'
import { count, verb } from './verb.ts'

/** Which of the two trees of the ledger. */
function treeOption(): Option {
  return new Option('--tree <tree>', 'sha256, or its sibling with SM3').choices(digestAlgorithms).default('sha256')
}

/** 账本 and its proofs. */
export function ledgerVerbs(program: Command): void {
  const ledger = verb(program, 'ledger', '账本: the append-only log over all statements')
  verb(ledger, 'status', 'entries, what waits, newest checkpoint').action(async (options) =>
    (await import('./verbs/ledger-status.ts')).ledgerStatus(options),
  )
  verb(ledger, 'checkpoint', '检查点: publish one now if the ledger has grown; prints the newest')
    .addOption(treeOption())
    .action(async (options) => (await import('./verbs/ledger-checkpoint.ts')).ledgerCheckpoint(options))
  verb(ledger, 'list', '条目: the newest entries, those that wait first')
    .addOption(new Option('--type <type>', 'of one type').choices(ledgerEntryTypes))
    .option('--limit <n>', 'how many', count, 20)
    .action(async (options) => (await import('./verbs/ledger-list.ts')).ledgerList(options))
  verb(ledger, 'prove <number>', '存在证明: that a record, or the entry of an index, stands in the ledger')
    .addOption(treeOption())
    .action(async (number: string, options) => (await import('./verbs/ledger-prove.ts')).ledgerProve(number, options))
  verb(ledger, 'consistency <from>', '一致性: that it has only grown since a size, or since a checkpoint in a file')
    .addOption(treeOption())
    .option('--to <size>', 'up to this size; absent: the newest checkpoint', count)
    .action(async (from: string, options) =>
      (await import('./verbs/ledger-consistency.ts')).ledgerConsistency(from, options),
    )
  verb(
    ledger,
    'renew',
    '续期: one new time stamp over all stamped checkpoints, before an authority or a digest ends (RFC 4998)',
  )
    .addOption(
      new Option('--hash <digest>', 'digest of the trees; another one than before renews them too')
        .choices(['sha256', 'sha384', 'sha512', 'sm3'])
        .default('sha256'),
    )
    .action(async (options) => (await import('./verbs/ledger-renew.ts')).ledgerRenew(options))
  verb(ledger, 'witness <url>', '见证: have a witness cosign the newest checkpoint; prints it with its line')
    .requiredOption('--key <file>', 'public key of the witness (PEM)')
    .requiredOption('--name <name>', 'name of the witness')
    .action(async (url: string, options) => (await import('./verbs/ledger-witness.ts')).ledgerWitness(url, options))
}
