import { type Command, Option } from 'commander'
import { inspectionStages } from '#archive-schema/inspection/inspection-stage.ts'
import { statisticDimensions } from '#storage/catalogue/statistics.ts'
import { caseVerbs } from './case-verbs.ts'
import { copyVerbs } from './copy-verbs.ts'
import { disposalVerbs } from './disposal-verbs.ts'
import { finishedVerbs } from './finished-verbs.ts'
import { keyVerbs } from './key-verbs.ts'
import { ledgerVerbs } from './ledger-verbs.ts'
import { mediaVerbs } from './media-verbs.ts'
import { registrationVerbs } from './registration-verbs.ts'
import { retentionVerbs } from './retention-verbs.ts'
import { collect, count, type Verb, verb } from './verb.ts'

/** Stage of DA/T 70-2018 at which a record is inspected. */
function stageOption(): Option {
  return new Option('--stage <stage>', 'gd 归档, yj 移交与接收, bc 长期保存').choices(inspectionStages).default('gd')
}

/** 归档范围表 in and out of the archive. */
function scopeVerbs(program: Command): void {
  const scope = verb(program, 'scope', '归档范围表: archive scope and retention tables')
  verb(scope, 'import <file>', 'take in tables, approved or draft (.xlsx, JSON): all of them, or none').action(
    async (file: string, options) => (await import('./verbs/scope-import.ts')).scopeImport(file, options),
  )
  verb(scope, 'export', 'write tables to a workbook or a JSON file')
    .option('--version <version>', 'only tables of this version, e.g. 2024.2')
    .requiredOption('-o, --output <file>', 'file to write: .xlsx or .json')
    .action(async (options) => (await import('./verbs/scope-export.ts')).scopeExport(options))
  verb(scope, 'list', 'every table: approval, first and last day in force').action(async (options) =>
    (await import('./verbs/scope-list.ts')).scopeList(options),
  )
}

export const verbs: readonly Verb[] = [
  (program) =>
    verb(program, 'capture <paths...>', '收集: take case folders or ZIPs in; waits and reports')
      .option('--no-wait', 'do not wait for the pipeline')
      .option('--batch <number>', '批次: hand them in under this batch, e.g. 430190-0117-20260801')
      .action(async (paths: string[], options) => (await import('./verbs/capture.ts')).capture(paths, options)),
  scopeVerbs,
  registrationVerbs,
  (program) =>
    verb(program, 'status [id]', '状态: where one case stands (by its id or record number), or counts by stage').action(
      async (id: string | undefined, options) => (await import('./verbs/status.ts')).status(id, options),
    ),
  caseVerbs,
  (program) =>
    verb(program, 'show <number>', '查看: one record: metadata, documents, checks, evidence, history').action(
      async (number: string, options) => (await import('./verbs/show.ts')).show(number, options),
    ),
  (program) =>
    verb(
      program,
      'acts <number>',
      '业务实体: what the archive has done with a record since it was sealed, and who did it',
    )
      .option('--xml', 'as XML, by the element names of DA/T 46-2009')
      .action(async (number: string, options) => (await import('./verbs/acts.ts')).acts(number, options)),
  (program) =>
    verb(program, 'describe <number>', '著录更改: correct the description: a new version, the sealed package stays')
      .option('--set <element=value>', 'new value, again for each of several; 题名 or title', collect, [])
      .option('--clear <element>', 'take the value away', collect, [])
      .requiredOption('--by <name>', '著录者: who changes it')
      .requiredOption('--reason <text>', '更改理由: why')
      .option('--if-version <n>', 'only if this is the newest version', count)
      .action(async (number: string, options) => (await import('./verbs/describe.ts')).describe(number, options)),
  (program) =>
    verb(program, 'search [terms...]', '检索: full text and fields')
      .option('--item <text>', 'item code, or part of the item name')
      .option('--applicant <text>', 'part of an applicant’s name')
      .option('--unit <text>', 'part of the name of the body')
      .option('--result <text>', 'result, e.g. 准予')
      .option('--from <day>', 'finished on this day or later, YYYY-MM-DD')
      .option('--to <day>', 'finished on this day or earlier, YYYY-MM-DD')
      .option('--after <cursor>', 'continue after the cursor of the last page')
      .option('--limit <n>', 'hits a page', count, 20)
      .action(async (terms: string[], options) => (await import('./verbs/search.ts')).search(terms, options)),
  (program) =>
    verb(program, 'fetch <number>', '提取: the sealed package, or one document, out of the store')
      .option('--document <n>', 'number of the document in the record', count)
      .requiredOption('-o, --output <file>', 'file to write; - for standard output')
      .action(async (number: string, options) => (await import('./verbs/fetch.ts')).fetchContent(number, options)),
  (program) =>
    verb(program, 'text <number>', '文本: the recognised or extracted text, pages separated by form feeds')
      .option('--document <n>', 'number of the document in the record', count)
      .option('--page <p>', 'page of the document', count)
      .action(async (number: string, options) => (await import('./verbs/text.ts')).text(number, options)),
  (program) =>
    verb(program, 'verify <target>', '验证: a stored record, an exported package (ZIP) or an exported folder')
      .option('--trust <dir>', 'trust folder of your own, for exported folders')
      .action(async (target: string, options) => (await import('./verbs/verify.ts')).verify(target, options)),
  (program) =>
    verb(program, 'export <number>', '导出: package, evidence and trust: all that a stranger needs')
      .requiredOption('-o, --output <dir>', 'folder to make')
      .action(async (number: string, options) => (await import('./verbs/export.ts')).exportTo(number, options)),
  (program) =>
    verb(
      program,
      'inspect <targets...>',
      '检测: run the four-property inspection on stored records, or on packages in files',
    )
      .addOption(stageOption())
      .option('--report <file>', 'write the report: .json, .xml, .html or .pdf; of several records, with a summary')
      .action(async (targets: string[], options) => (await import('./verbs/inspect.ts')).inspect(targets, options)),
  (program) =>
    verb(program, 'review <numbers...>', '人工核查: decide an item that waits for a person; kept for ever')
      .addOption(stageOption())
      .requiredOption('--rule <rule>', 'item, as the report names it')
      .addOption(
        new Option('--outcome <outcome>', 'pass 合格, fail 不合格').choices(['pass', 'fail']).makeOptionMandatory(),
      )
      .requiredOption('--by <name>', '检测人: who decides')
      .option('--role <role>', '岗位: in what function')
      .requiredOption('--remark <text>', '检测意见: what was looked at, and what was seen')
      .action(async (numbers: string[], options) => (await import('./verbs/review.ts')).review(numbers, options)),
  finishedVerbs,
  ledgerVerbs,
  mediaVerbs,
  keyVerbs,
  retentionVerbs,
  disposalVerbs,
  copyVerbs,
  (program) =>
    verb(program, 'rebuild', '重建: the catalogue from the store alone, into an empty database')
      .option('--into <url>', 'PostgreSQL database to fill; absent: the configured one')
      .option('--catch-up', 'instead: bring the configured database, a restored backup, up to the store')
      .action(async (options) => (await import('./verbs/rebuild.ts')).rebuild(options)),
  (program) =>
    verb(program, 'worm-proof', '锁定验证: try whether the store keeps its locks; signed, and entered in the ledger')
      .option('--full', 'every item, in buckets of its own beside the one of the archive')
      .action(async (options) => (await import('./verbs/worm-proof.ts')).wormProof(options)),
  (program) =>
    verb(program, 'change <file>', '变更: take in what has become of an archived case (升版、作废; JSON)').action(
      async (file: string, options) => (await import('./verbs/change.ts')).change(file, options),
    ),
  (program) =>
    verb(program, 'statistics', '统计: what is archived and where hand-overs stand, in numbers')
      .addOption(new Option('--by <dimension...>', 'count by these only').choices(statisticDimensions))
      .action(async (options) => (await import('./verbs/statistics.ts')).showStatistics(options)),
  (program) =>
    verb(program, 'profile', '元数据方案: the metadata profile in use, in the form that METADATA_PROFILE takes')
      .option('--elements', 'instead: each element of DA/T 46-2009, where the profile writes it, or why not')
      .action(async (options) => (await import('./verbs/profile.ts')).profile(options)),
  (program) =>
    verb(program, 'config', '配置: every variable, its meaning and its present value').action(async (options) =>
      (await import('./verbs/config.ts')).config(options),
    ),
  (program) =>
    verb(program, 'serve', '服务: API and workers in one process').action(async () =>
      (await import('./verbs/serve.ts')).serve(),
    ),
  (program) =>
    verb(program, 'worker', '处理: a worker without API').action(async () =>
      (await import('./verbs/worker.ts')).work(),
    ),
  (program) =>
    verb(program, 'demo', '演示: every sample case through the whole pipeline').action(async (options) =>
      (await import('./verbs/demo.ts')).demo(options),
    ),
]
