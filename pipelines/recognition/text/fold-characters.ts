/**
 * The forms of the block CJK Radicals Supplement that fonts share with whole characters. Unicode gives them no
 * compatibility mapping, so normalisation leaves them as they are.
 */
const RADICALS = new Map(
  Object.entries({
    '\u2ea0': '民',
    '\u2ea9': '王',
    '\u2ec1': '虎',
    '\u2ec4': '西',
    '\u2ec5': '见',
    '\u2ec6': '角',
    '\u2ec9': '贝',
    '\u2ecb': '车',
    '\u2ed1': '長',
    '\u2ed3': '长',
    '\u2ed4': '门',
    '\u2ed7': '雨',
    '\u2ed8': '青',
    '\u2ed9': '韦',
    '\u2eda': '页',
    '\u2edb': '风',
    '\u2edc': '飞',
    '\u2edd': '食',
    '\u2ee1': '首',
    '\u2ee2': '马',
    '\u2ee3': '骨',
    '\u2ee4': '鬼',
    '\u2ee5': '鱼',
    '\u2ee6': '鸟',
    '\u2ee7': '卤',
    '\u2ee8': '麦',
    '\u2ee9': '黄',
    '\u2eea': '黾',
    '\u2eec': '齐',
    '\u2eee': '齿',
    '\u2ef0': '龙',
  }),
)

/** Kangxi radicals, compatibility ideographs, Latin ligatures, and full-width letters and digits. */
const COMPATIBILITY =
  /[\u2e9f\u2ef3\u2f00-\u2fd5\uf900-\ufaff\u{2f800}-\u{2fa1f}\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a]/gu

/**
 * Folds characters that only look like those meant: PDF files often carry the radical ⼆ for 二 or ⻓ for 长. The wide
 * marks of Chinese stay, which normalisation as a whole (NFKC) would turn into ASCII.
 */
export function foldCharacters(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(COMPATIBILITY, (character) => character.normalize('NFKC'))
    .replaceAll(/[\u2e80-\u2eff]/g, (radical) => RADICALS.get(radical) ?? radical)
}
