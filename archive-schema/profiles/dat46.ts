import source from './dat46-elements.json' with { type: 'json' }
import { parseMetadataScheme } from './metadata-scheme.ts'

/** DA/T 46-2009 文书类电子文件元数据方案: M1 to M88. */
export const dat46 = parseMetadataScheme(source)
