/** Names of the files that stages make in the staging folder of a case, beside its content. */
export const textFileName = 'text.jsonl'
export const packageFileName = 'package.zip'
export const evidenceFileName = 'evidence.tar'
