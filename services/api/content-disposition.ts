/** `Content-Disposition` of a download under a name in any script (RFC 6266, RFC 8187). */
export function attachment(fileName: string): string {
  // What RFC 8187 does not allow to stand for itself, and encodeURIComponent leaves alone.
  const encoded = encodeURIComponent(fileName).replaceAll(/['()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
  })
  return `attachment; filename*=UTF-8''${encoded}`
}
