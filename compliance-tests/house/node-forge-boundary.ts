/**
 * What each file may use of node-forge: encoding and decoding DER. It never hashes
 * content, computes with keys, makes them, or verifies anything: its verifiers were broken again and again
 * (CVE-2025-12816, CVE-2026-33894, CVE-2026-33896), and it is some eighty times slower than OpenSSL.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  'archive-schema/evidence/der.ts': ['asn1'],
  'archive-schema/evidence/read-der.ts': ['asn1'],
}

/** The uses of node-forge in a source file that its place does not allow. */
export function forbiddenForgeUses(file: string, source: string): string[] {
  if (!/\bnode-forge\b/.test(source)) return []
  const known = allowed[file]
  if (known === undefined) return [`${file} uses node-forge`]
  // Imported under this one name, and taken apart in no other way than `const { asn1 } = forge`.
  const imports = source.match(/\bimport\b[^\n]*'node-forge'[^\n]*/g) ?? []
  const isImported = imports.join('\n') === "import forge from 'node-forge'"
  const others = source.match(/[^\n]*[=(,]\s*forge\b(?!\.)[^\n]*/g)?.filter((line) => line !== 'const { asn1 } = forge')
  const uses = [...source.matchAll(/\bforge((?:\.\w+)+)/g)].map(([, path = '']) => path.slice(1))
  const isAllowed = (use: string) => known.some((one) => use === one || use.startsWith(`${one}.`))
  return [
    ...(isImported ? [] : [`${file}: ${imports.join(', ')}`]),
    ...(others ?? []).map((line) => `${file}: ${line.trim()}`),
    ...uses.filter((use) => !isAllowed(use)).map((use) => `${file}: forge.${use}`),
  ]
}
