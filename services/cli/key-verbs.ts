import { type Command, Option } from 'commander'
import { revocationReasons } from '#archive-schema/ledger/key-event.ts'
import { goneKeys } from '#archive-schema/ledger/key-succession.ts'
import { keyKinds } from '#storage/keys/key-kinds.ts'
import { verb } from './verb.ts'

/** Keys of the package signers. */
export function keyVerbs(program: Command): void {
  const key = verb(program, 'key', '密钥: keys of the package signers')
  verb(key, 'request', '证书申请: make a key, encrypted, and the request (PKCS#10) for its certificate')
    .addOption(new Option('--kind <kind>', 'kind of the key').choices(keyKinds).makeOptionMandatory())
    .option('--country <code>', 'C of the subject', 'CN')
    .requiredOption('--organization <name>', 'O of the subject: the body')
    .requiredOption('--name <name>', 'CN of the subject')
    .requiredOption('--passphrase-file <file>', 'file whose one line encrypts the key')
    .requiredOption('--key <file>', 'file to write the key to')
    .requiredOption('-o, --output <file>', 'file to write the request to')
    .action(async (options) => (await import('./verbs/key-request.ts')).keyRequest(options))
  verb(key, 'list', 'certificates of the package signers: which are accepted, which are revoked').action(
    async (options) => (await import('./verbs/key-list.ts')).keyList(options),
  )
  verb(
    key,
    'succeed <old>',
    '更替: the present signer takes over from an old one (a reference to its key); both sign that',
  )
    .addOption(new Option('--gone <why>', 'its key is gone: <old> is the SHA-256 of its certificate').choices(goneKeys))
    .action(async (old: string, options) => (await import('./verbs/key-succeed.ts')).keySucceed(old, options))
  verb(key, 'revoke <certificate>', '撤销: what this certificate (SHA-256) seals does not count from now on')
    .addOption(new Option('--reason <reason>', 'reason by RFC 5280').choices(revocationReasons).makeOptionMandatory())
    .action(async (certificate: string, options) =>
      (await import('./verbs/key-revoke.ts')).keyRevoke(certificate, options),
    )
}
