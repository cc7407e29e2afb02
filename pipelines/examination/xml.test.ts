import { expect, test } from 'vitest'
import { examine, verdict } from './content-trial.ts'

const gb18030 = Buffer.concat([
  Buffer.from('<?xml version="1.0" encoding="GB2312"?><a>'),
  Buffer.from('b5b5b0b8', 'hex'),
  Buffer.from('</a>'),
])

test.for([
  [
    'with declaration',
    '<?xml version="1.0" encoding="UTF-8"?>\n<表单 编码="1"><名称>甲 &amp; &#20057;</名称></表单>\n<!-- end -->\n',
  ],
  ['with byte order mark', '\ufeff<a/>'],
  ['in UTF-16', Buffer.from('\ufeff<?xml version="1.0" encoding="UTF-16"?><a>档案</a>', 'utf16le')],
  ['in GB 18030', gb18030],
  ['with a doctype in a comment', '<!-- <!DOCTYPE a> --><a><![CDATA[<!DOCTYPE a>&x;]]></a>'],
  ['with instructions', '<?xml-stylesheet href="a.css"?><a><?go?></a><?end?>'],
  ['with a root named like the wrapper', '<document><document-/></document>'],
  ['with elements of all names', '<a><__proto__/><constructor>1</constructor></a>'],
] as const)('accepts XML %s', async ([, content]) => {
  expect(await verdict('a.xml', content)).toBe('xml')
})

test.for([
  '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
  '<?xml version="1.0"?>\n<!-- --> <?p?>\n<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
  '<!ENTITY a "b"><a/>',
  '\ufeff<!doctype a><a/>',
])('refuses a document type: %s', async (content) => {
  expect(await verdict('a.xml', content)).toBe('ACTIVE-CONTENT_DTD')
  expect(await verdict('a.xml', Buffer.from(`\ufeff${content}`, 'utf16le'))).toBe('ACTIVE-CONTENT_DTD')
})

test.for([
  '<a>',
  '<a></b>',
  '<a/><b/>',
  '<a/>text',
  '<a/><!-- ',
  '<a b=c/>',
  '<a>&nbsp;</a>',
  '<a>&b;</a>',
  '<a>1 & 2</a>',
  '<a><!DOCTYPE b></a>',
  '<?xml version="1.0"?>',
  '<!-- only a comment -->',
  '<a>\u0001</a>',
])('refuses what is not well-formed: %s', async (content) => {
  expect(await verdict('a.xml', content)).toMatch(/^FORMATS_(DAMAGED|UNKNOWN)$/)
})

test('refuses bytes that are not in the declared encoding', async () => {
  const content = Buffer.concat([
    Buffer.from('<?xml version="1.0" encoding="UTF-8"?><a>'),
    Buffer.from('b5b5'),
    gb18030,
  ])
  expect(await verdict('a.xml', content)).toBe('FORMATS_DAMAGED')
})

test('refuses encodings that are not kept', async () => {
  expect(await verdict('a.xml', '<?xml version="1.0" encoding="Big5"?><a/>')).toBe('FORMATS_UNKNOWN')
})

test('refuses to parse too much, and says how much is allowed', async () => {
  await expect(examine('a.xml', `<a>${'x'.repeat(100)}</a>`, { limits: { maxXmlBytes: 100 } })).rejects.toMatchObject({
    code: 'LIMITS_SIZE',
    faults: [{ file: 'files/a.xml', found: '107 bytes', expected: '100 bytes' }],
  })
})

test.for([
  '<h:html xmlns:h="http://www.w3.org/1999/xhtml"><h:script>1</h:script></h:html>',
  '<a xmlns:s="http://www.w3.org/2000/svg"><s:script href="x"/></a>',
])('refuses scripts: %s', async (content) => {
  expect(await verdict('a.xml', content)).toBe('ACTIVE-CONTENT_SCRIPT')
})

test('does not look at markup for what it is not', async () => {
  expect(await verdict('a.html', '<!doctype html><p onclick="x()">')).toBe('ACTIVE-CONTENT_SCRIPT')
  expect(await verdict('a.html', '<!doctype html><p>text')).toBe('FORMATS_UNKNOWN')
  expect(await verdict('a.xml', '<!doctype html><p>text')).toBe('FORMATS_MISMATCH')
  expect(await verdict('a.svg', '<svg><script/></svg>')).toBe('ACTIVE-CONTENT_SCRIPT')
})
