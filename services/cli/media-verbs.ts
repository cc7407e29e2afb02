import { type Command, InvalidArgumentError, Option } from 'commander'
import { byteCountForm, parseByteCount } from '#archive-schema/byte-count.ts'
import { carrierCodes } from '#archive-schema/offline-media/media-rules.ts'
import { isMediumName } from '#archive-schema/offline-media/medium.ts'
import { count, verb } from './verb.ts'

/** 离线载体: offline media, their register and their clocks. */
export function mediaVerbs(program: Command): void {
  const media = verb(program, 'media', '离线载体: offline media by DA/T 104-2024 图1')
  verb(media, 'write <name> [numbers...]', '制作: records as folders to be burned or copied, one a medium')
    .requiredOption('-o, --output <dir>', 'folder in which the folders of the media are made')
    .option('--year <year>', '年度: all records of a year, instead of numbers')
    .addOption(
      new Option('--carrier <kind>', 'optical 一次性写光盘, tape 磁带, disk 硬磁盘')
        .choices(carrierCodes)
        .makeOptionMandatory(),
    )
    .requiredOption('--capacity <bytes>', 'capacity of one medium: 25GB, 700MB, bytes', byteCount)
    .option('--set <n>', '套别: 1, and 2 and 3 for the sets that are kept elsewhere', count, 1)
    .requiredOption('--place <text>', '存放地点')
    .requiredOption('--by <name>', '制作人')
    .option('--rewrites <id>', '重写: the medium in whose place this one is written')
    .action(async (name: string, numbers: string[], options) =>
      (await import('./verbs/media-write.ts')).mediaWrite(mediumName(name), numbers, options),
    )
  verb(media, 'test <dir>', '抽检: test a medium where it lies; its folder is named by the 载体标识')
    .option('--all', 'read every record, not a sample')
    .requiredOption('--by <name>', '检测人')
    .action(async (folder: string, options) => (await import('./verbs/media-test.ts')).mediaTest(folder, options))
  verb(media, 'list', '登记: media in use, what they ask for, records with too few sets').action(async (options) =>
    (await import('./verbs/media-list.ts')).mediaList(options),
  )
  verb(media, 'end <id>', '注销: a medium counts for nothing from now on')
    .requiredOption('--by <name>', 'who')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, options) => (await import('./verbs/media-end.ts')).mediaEnd(id, options))
}

function mediumName(name: string): string {
  if (isMediumName(name)) return name
  throw new InvalidArgumentError('a name of media is letters, digits and "-", at most 40')
}

function byteCount(text: string): number {
  const bytes = parseByteCount(text)
  if (bytes !== undefined && bytes > 0) return bytes
  throw new InvalidArgumentError(`a capacity is ${byteCountForm}`)
}
