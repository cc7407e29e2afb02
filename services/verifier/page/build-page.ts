import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

const place = (name: string) => join(import.meta.dirname, name)
let built: Promise<string> | undefined

/**
 * 离线验证页: the verifier as one HTML file that needs no network, no account and no server: the same checks, with the
 * cryptography of Node replaced. Its own policy forbids it to load or send anything. Built once a process.
 */
export function verifierPage(): Promise<string> {
  built ??= buildPage()
  return built
}

async function buildPage(): Promise<string> {
  const [template, style, script] = await Promise.all([
    readFile(place('page.html'), 'utf8'),
    readFile(place('page.css'), 'utf8'),
    bundle(),
  ])
  const policy = [
    "default-src 'none'",
    `script-src '${integrity(script)}'`,
    `style-src '${integrity(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  // Functions, so that a `$` in the script is nothing special.
  return template
    .replace('{policy}', () => policy)
    .replace('/*style*/', () => style)
    .replace('/*script*/', () => script)
}

async function bundle(): Promise<string> {
  // Only who exports needs it: servers start without it.
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [place('page.ts')],
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    target: 'es2023',
    platform: 'browser',
    charset: 'utf8',
    legalComments: 'none',
    inject: [place('crypto/node-buffer.ts')],
    alias: { 'node:crypto': place('crypto/node-crypto.ts'), 'node:buffer': place('crypto/node-buffer.ts') },
    logLevel: 'silent',
  })
  const [script] = outputFiles
  if (script === undefined) throw new Error('the page has no script')
  // The end tag of a script element inside of it would end it.
  return script.text.replaceAll('</script', '<\\/script')
}

function integrity(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
