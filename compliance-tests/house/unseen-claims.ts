import { z } from 'zod'
import source from '#archive-schema/profiles/unseen-standards.json' with { type: 'json' }

/** 条文未见的标准: standards, or subjects of one, whose text was not seen. `about` empty: nothing of it was. */
export const unseenStandards = z
  .strictObject({
    id: z.string(),
    version: z.string(),
    title: z.string(),
    source: z.string(),
    notes: z.array(z.string()),
    standards: z
      .array(z.strictObject({ standard: z.string(), subject: z.string(), about: z.array(z.string()).readonly() }))
      .min(1),
  })
  .parse(source).standards

const claiming =
  /符合|满足|遵循|遵照|依据|按照|达到|通过|conform|compl(?:y|ies|iant)|meets?\b|fulfil|according to|certif|satisf|by DA\/T/i
const denying = /不|未|没有|无|\b(?:no|not|never|nobody|none|nothing|without|cannot)\b/i

/** A target of recognition (how many characters are read rightly) or a ratio of sampling, in numbers. */
const figures = [
  /(?:OCR|识别|recogni)[^。\n]*(?:准确率|正确率|识别率|差错率|accura|error rate)[^。\n]*\d+(?:\.\d+)?\s*(?:%|％|‰|per cent)/i,
  /(?:准确率|正确率|识别率|accura)[^。\n]*\d+(?:\.\d+)?\s*(?:%|％|‰|per cent)/i,
  /(?:抽检|抽样|抽查|sampl(?:e|ed|ing)\b)[^。\n]*\d+(?:\.\d+)?\s*(?:%|％|‰|per cent)/i,
]

/** Every sentence of a text that claims conformity with what was not seen, or gives a figure that only such a text could give. */
export function unseenClaims(text: string): readonly string[] {
  return text
    .split(/(?<=[。；！？;!?])|(?<=\.)\s|\n\s*\n|\n(?=[-*|#])/u)
    .map((sentence) => sentence.replaceAll(/\s+/g, ' ').trim())
    .filter((sentence) => isConformityClaim(sentence) || figures.some((figure) => figure.test(sentence)))
}

function isConformityClaim(sentence: string): boolean {
  const named = unseenStandards.filter(({ standard, about }) => {
    const isNamed = new RegExp(`${standard}(?!\\d)`).test(sentence)
    return isNamed && (about.length === 0 || about.some((word) => sentence.toLowerCase().includes(word.toLowerCase())))
  })
  return named.length > 0 && claiming.test(sentence) && !denying.test(sentence)
}
