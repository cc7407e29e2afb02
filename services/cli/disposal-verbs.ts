import { type Command, InvalidArgumentError, Option } from 'commander'
import { approvalRoles, Person } from '#archive-schema/disposal/disposal-people.ts'
import { count, verb } from './verb.ts'
import type { Extended } from './verbs/disposal-appraise.ts'

/** 鉴定销毁: from the due list to the certificate. */
export function disposalVerbs(program: Command): void {
  const disposal = verb(program, 'disposal', '鉴定销毁: what is due, opinions, signatures, destruction, proof')
  verb(disposal, 'due', '到期清单: records whose term has ended and that nothing holds')
    .option('--fonds <code>', '全宗号')
    .option('--year <year>', '年度')
    .option('--after <number>', 'continue after the last record of the page before')
    .option('--limit <n>', 'records a page', count, 20)
    .action(async (options) => (await import('./verbs/disposal-due.ts')).disposalDue(options))
  appraiseVerb(disposal)
  verb(disposal, 'list', '清册: every list, the newest first')
    .option('--limit <n>', 'lists', count, 20)
    .action(async (options) => (await import('./verbs/disposal-list.ts')).disposalList(options))
  verb(disposal, 'show <list>', '清册: who has signed, and what became of each record').action(
    async (list: string, options) => (await import('./verbs/disposal-show.ts')).disposalShow(list, options),
  )
  verb(disposal, 'print <list>', '鉴定意见书、销毁清册、销毁证明 as pages to be signed and filed')
    .requiredOption('-o, --output <file>', 'file to write: .html, .pdf')
    .action(async (list: string, options) => (await import('./verbs/disposal-print.ts')).disposalPrint(list, options))
  verb(disposal, 'approve <list>', '签署: nobody signs in two roles')
    .addOption(
      new Option('--role <role>', 'unit-head 单位负责人, archives-head 档案机构负责人, forming-head 形成部门负责人')
        .choices(approvalRoles)
        .makeOptionMandatory(),
    )
    .addOption(personOption('--by', '签署人').makeOptionMandatory())
    .action(async (list: string, options) => (await import('./verbs/disposal-sign.ts')).approve(list, options))
  verb(disposal, 'withdraw <list>', '撤回: give a list up that was not ordered yet; its records may be appraised again')
    .addOption(personOption('--by', '经办人').makeOptionMandatory())
    .requiredOption('--reason <text>', '撤回理由')
    .action(async (list: string, options) => (await import('./verbs/disposal-sign.ts')).withdraw(list, options))
  verb(disposal, 'destroy <list>', '销毁: order it and destroy what may go now; the rest is told, and waits or stays')
    .addOption(personOption('--by', '实施人').makeOptionMandatory())
    .addOption(
      personOption('--watcher', '监销人, twice: one of either department').argParser(people).makeOptionMandatory(),
    )
    .action(async (list: string, options) => (await import('./verbs/disposal-destroy.ts')).destroy(list, options))
  verb(
    disposal,
    'run <list>',
    '续行: go on with a list whose records waited, as workers do every hour; of a closed one, erase again what a backup brought back',
  ).action(async (list: string, options) => (await import('./verbs/disposal-destroy.ts')).run(list, options))
  verb(disposal, 'attest <list>', '监销签字, after the act; the second one closes the list with the 销毁证明')
    .addOption(personOption('--by', '监销人').makeOptionMandatory())
    .action(async (list: string, options) => (await import('./verbs/disposal-sign.ts')).attest(list, options))
}

function appraiseVerb(disposal: Command): void {
  verb(disposal, 'appraise <numbers...>', '鉴定: let due records go; a list is drawn up for signature')
    .addOption(personOption('--by', '档案机构经办人').makeOptionMandatory())
    .addOption(personOption('--appraiser', '鉴定人, again for each').argParser(people).makeOptionMandatory())
    .requiredOption('--reason <text>', '销毁原因')
    .option('--extend <number=day>', '续存 until a day (YYYY-MM-DD), again for each', extensions, [])
    .option('--extend-reason <text>', '续存理由')
    .option('--media-plan <text>', '离线载体处置方案, where records lie on offline media')
    .action(async (numbers: string[], options) =>
      (await import('./verbs/disposal-appraise.ts')).appraise(numbers, options),
    )
}

function personOption(flag: string, description: string): Option {
  return new Option(`${flag} <name@department>`, description).argParser(person)
}

/** `姓名@部门`. */
function person(value: string): Person {
  const at = value.indexOf('@')
  const parsed = Person.safeParse({ name: value.slice(0, Math.max(0, at)), department: value.slice(at + 1) })
  if (!parsed.success) throw new InvalidArgumentError('expected name@department, such as 王芳@档案室')
  return parsed.data
}

function people(value: string, before: readonly Person[] | undefined): Person[] {
  return [...(before ?? []), person(value)]
}

function extensions(value: string, before: readonly Extended[]): Extended[] {
  const [number = '', until = ''] = value.split('=')
  return [...before, { number, until }]
}
