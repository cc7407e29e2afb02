/** Where clamd listens: a TCP port or a Unix socket, as `node:net` takes it. */
export type ClamdAddress = { readonly host: string; readonly port: number } | { readonly path: string }

/** Reads `host:port`, `[IPv6]:port` or the absolute path of a Unix socket; `undefined` for anything else. */
export function parseClamdAddress(text: string): ClamdAddress | undefined {
  if (text.startsWith('/')) return { path: text }
  const [, bracketed, plain, digits] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+)):(\d{1,5})$/i.exec(text) ?? []
  const host = bracketed ?? plain
  const port = Number(digits)
  return host !== undefined && port >= 1 && port <= 65_535 ? { host, port } : undefined
}
