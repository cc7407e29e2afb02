import { randomBytes } from 'node:crypto'
import { folderTrial, type Trial } from '../trial.ts'
import { type ZipPart, zipBytes } from '../zip-bytes.ts'

const zeros = (megabytes: number) => Buffer.alloc(megabytes * 2 ** 20)
const bomb: ZipPart = { name: 'zeros.txt', content: zeros(64), deflate: true }

const xmlTrials: readonly (readonly [name: string, expected: string, content: Uint8Array | string])[] = [
  ['entities that grow', 'ACTIVE-CONTENT_DTD', '<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><a>&c;</a>'],
  ['entities that grow, by attribute defaults', 'ACTIVE-CONTENT_DTD', '<!DOCTYPE a [<!ATTLIST a b CDATA "x">]><a/>'],
  ['an external entity', 'ACTIVE-CONTENT_DTD', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>'],
  [
    'an external subset',
    'ACTIVE-CONTENT_DTD',
    '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://example.org/a.dtd">\n<a/>',
  ],
  ['parameter entities', 'ACTIVE-CONTENT_DTD', '<!DOCTYPE a [<!ENTITY % b SYSTEM "http://example.org/a"> %b;]><a/>'],
  ['an empty document type', 'ACTIVE-CONTENT_DTD', '<!DOCTYPE a><a/>'],
  [
    'a document type after comments',
    'ACTIVE-CONTENT_DTD',
    `<?xml version="1.0"?>${'<!-- -->\n'.repeat(9000)}<?x y?><!DOCTYPE a><a/>`,
  ],
  [
    'a document type in UTF-16LE',
    'ACTIVE-CONTENT_DTD',
    Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'utf16le'),
  ],
  [
    'a document type in UTF-16BE',
    'ACTIVE-CONTENT_DTD',
    Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>', 'utf16le').swap16(),
  ],
  [
    'a document type in UTF-16 without mark',
    'FORMATS_',
    Buffer.from('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a><a/>', 'utf16le'),
  ],
  ['a document type with a byte order mark', 'ACTIVE-CONTENT_DTD', '\ufeff<!DOCTYPE a><a/>'],
  [
    'a document type in GB 18030',
    'ACTIVE-CONTENT_DTD',
    Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="GB18030"?><!--'),
      Buffer.from([0xc0, 0xcd]),
      Buffer.from('--><!DOCTYPE a><a/>'),
    ]),
  ],
  ['an encoding that nobody reads', 'FORMATS_UNKNOWN', '<?xml version="1.0" encoding="UTF-7"?><a/>'],
  ['an undeclared entity', 'FORMATS_DAMAGED', '<a>&b;</a>'],
  ['no end', 'FORMATS_DAMAGED', '<?xml version="1.0"?><a><b></b>'],
  ['two roots', 'FORMATS_DAMAGED', '<a/><b/>'],
  ['crossed tags', 'FORMATS_DAMAGED', '<a><b></a></b>'],
  ['a document type after the root', 'FORMATS_DAMAGED', '<a/><!DOCTYPE a>'],
  ['a script', 'ACTIVE-CONTENT_SCRIPT', '<a xmlns:h="http://www.w3.org/1999/xhtml"><h:script>1</h:script></a>'],
  ['more than is parsed', 'LIMITS_SIZE', `<a>${'x'.repeat(9 * 2 ** 20)}</a>`],
  ['a million nested elements', 'FORMATS_DAMAGED', `<?xml version="1.0"?>${'<a>'.repeat(1_000_000)}`],
]

const zipTrials: readonly (readonly [name: string, expected: string, parts: readonly ZipPart[]])[] = [
  ['64 MB of zeros', 'LIMITS_EXPANSION', [bomb]],
  ['64 MB of zeros that are declared as ten bytes', 'LIMITS_EXPANSION', [{ ...bomb, declared: 10 }]],
  [
    '64 MB of zeros in four entries',
    'LIMITS_EXPANSION',
    [1, 2, 3, 4].map((at) => ({ ...bomb, name: `${at}.txt`, content: zeros(16) })),
  ],
  ['a bomb inside', 'LIMITS_EXPANSION', [{ name: 'a.zip', content: zipBytes([bomb]) }]],
  [
    'a bomb inside, deflated once more',
    'LIMITS_EXPANSION',
    [{ name: 'a.zip', content: zipBytes([bomb]), deflate: true }],
  ],
  ['a bomb that is named .pdf', 'LIMITS_EXPANSION', [{ name: 'a.pdf', content: zipBytes([bomb]) }]],
  ['four archives inside one another', 'LIMITS_EXPANSION', [nested(4)]],
  ['twenty archives inside one another', 'LIMITS_EXPANSION', [nested(20)]],
  [
    '10 001 entries',
    'LIMITS_EXPANSION',
    Array.from({ length: 10_001 }, (_, at) => ({ name: `${at}.txt`, content: '1' })),
  ],
  [
    'many entries that share their bytes',
    'FORMATS_DAMAGED',
    Array.from({ length: 200 }, (_, at) => ({ name: `${at}.txt`, content: zeros(1), deflate: true, shared: at > 0 })),
  ],
  [
    'two entries that share their bytes',
    'FORMATS_DAMAGED',
    [
      { name: 'a.txt', content: 'x' },
      { name: 'b.txt', content: 'x', shared: true },
    ],
  ],
  [
    'two entries of one name',
    'FORMATS_DAMAGED',
    [
      { name: 'a.txt', content: 'x' },
      { name: 'a.txt', content: 'y' },
    ],
  ],
  ['an entry with another local name', 'FORMATS_DAMAGED', [{ name: 'a.txt', content: 'x', localName: 'b.txt' }]],
  ['a wrong CRC', 'FORMATS_DAMAGED', [{ name: 'a.txt', content: 'x', crc: 1 }]],
  ['an entry outside', 'PATHS_TRAVERSAL', [{ name: '../../a.txt', content: 'x' }]],
  ['an entry outside, by backslashes', 'PATHS_TRAVERSAL', [{ name: '..\\a.txt', content: 'x' }]],
  ['an absolute entry', 'PATHS_ABSOLUTE', [{ name: '/etc/a.txt', content: 'x' }]],
  ['an entry on a drive', 'PATHS_ABSOLUTE', [{ name: 'C:\\a.txt', content: 'x' }]],
  ['a link', 'PATHS_LINK', [{ name: 'a.txt', content: '/etc/hostname', mode: 0o120777 }]],
  [
    'a program',
    'FORMATS_EXECUTABLE',
    [{ name: 'a.txt', content: Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01'), zeros(1)]), deflate: true }],
  ],
  [
    'a program deep inside',
    'FORMATS_EXECUTABLE',
    [{ name: 'b.zip', content: zipBytes([{ name: 'a.jpg', content: '#!/bin/sh\n' }]) }],
  ],
  [
    'an XML with entities',
    'ACTIVE-CONTENT_DTD',
    [{ name: 'a.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>' }],
  ],
  ['a compression that nobody reads', 'FORMATS_UNKNOWN', [{ name: 'a.txt', content: 'x', method: 12 }]],
  ['no entries', 'FORMATS_DAMAGED', []],
]

/** Hand-overs with an XML file or an archive that is an attack. */
export const containerTrials: readonly Trial[] = [
  ...xmlTrials.map(([name, expected, content]) => attached(`an XML with ${name}`, expected, 'files/表单.xml', content)),
  ...zipTrials.map(([name, expected, parts]) =>
    attached(`a ZIP with ${name}`, expected, 'files/附件.zip', zipBytes(parts)),
  ),
  attached(
    'an OFD with an entity bomb',
    'ACTIVE-CONTENT_DTD',
    'files/证照.ofd',
    zipBytes([{ name: 'OFD.xml', content: '<!DOCTYPE a [<!ENTITY b "c">]><OFD>&b;</OFD>' }]),
  ),
  attached('an OFD bomb', 'LIMITS_EXPANSION', 'files/证照.ofd', zipBytes([{ name: 'OFD.xml', content: '<a/>' }, bomb])),
  attached(
    'a ZIP after other bytes',
    'FORMATS_',
    'files/附件.zip',
    Buffer.concat([randomBytes(50), zipBytes([{ name: 'a.txt', content: 'x' }])]),
  ),
]

function attached(name: string, expected: string, path: string, content: Uint8Array | string): Trial {
  return folderTrial(name, '06', expected, path, (draft) => draft.attach(path, Buffer.from(content as string)))
}

function nested(depth: number): ZipPart {
  return {
    name: `${depth}.zip`,
    content: depth === 1 ? zipBytes([{ name: 'a.txt', content: 'x' }]) : zipBytes([nested(depth - 1)]),
  }
}
