import { type Command, Option } from 'commander'
import { signingSides } from '#archive-schema/registration-form/registration-profile.ts'
import { collect, count, verb } from './verb.ts'

const answers = ['pass', 'fail', 'not-applicable'] as const

/** 电子文件归档登记表: registered before the check, compared by it, signed by both sides after it. */
export function registrationVerbs(program: Command): void {
  const form = verb(
    program,
    'registration-form',
    '归档登记表: registration forms of batches and years (GB/T 18894 表A.1)',
  )
  verb(form, 'open <number>', 'register what is going to be handed in; with --reason, correct it by a new version')
    .requiredOption(
      '--set <row=value>',
      'a row of the form by its label, again for each: 件=3, 字节=120000',
      collect,
      [],
    )
    .requiredOption('--by <name>', '登记人: who registers, for the forming department')
    .option('--reason <text>', '更正理由: makes a new version that names the old one')
    .action(async (number: string, options) => (await import('./verbs/registration-open.ts')).open(number, options))
  verb(form, 'list', 'every form in its newest version').action(async (options) =>
    (await import('./verbs/registration-list.ts')).list(options),
  )
  verb(form, 'show <number>', 'what was registered, checked, answered and signed')
    .option('--version <n>', 'an earlier version', count)
    .action(async (number: string, options) => (await import('./verbs/registration-show.ts')).show(number, options))
  verb(
    form,
    'check <number>',
    '归档检测: compare with what was archived, fill the results; exit 1 unless all counts agree',
  ).action(async (number: string, options) => (await import('./verbs/registration-check.ts')).check(number, options))
  verb(form, 'answer <number>', '人工检验: answer a row that only a person can judge')
    .requiredOption('--row <row>', 'the row by its label, e.g. 可靠性')
    .addOption(new Option('--outcome <outcome>', '合格, 不合格, 不适用').choices(answers).makeOptionMandatory())
    .requiredOption('--by <name>', '检验人: who looked')
    .option('--role <role>', '岗位: in what function')
    .requiredOption('--remark <text>', '检验意见: what was looked at, and what was seen')
    .action(async (number: string, options) => (await import('./verbs/registration-answer.ts')).answer(number, options))
  verb(form, 'sign <number>', '签章: sign for a side; the second signature closes the form for ever')
    .addOption(
      new Option('--side <side>', 'forming 形成与办理部门, then archives 档案部门')
        .choices(signingSides)
        .makeOptionMandatory(),
    )
    .requiredOption('--by <name>', 'who signs')
    .option('--role <role>', '岗位: in what function')
    .action(async (number: string, options) => (await import('./verbs/registration-sign.ts')).sign(number, options))
  verb(form, 'print <number>', 'write the form to a file')
    .requiredOption(
      '-o, --output <file>',
      'file to write: .json, .xml, .html, .pdf; .p7s is the signature of the .json',
    )
    .option('--version <n>', 'an earlier version', count)
    .action(async (number: string, options) =>
      (await import('./verbs/registration-print.ts')).printForm(number, options),
    )
}
