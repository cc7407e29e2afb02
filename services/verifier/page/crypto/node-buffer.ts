// biome-ignore-all lint/performance/noBarrelFile: a module that stands in for another has its exports
// biome-ignore-all lint/style/useNodejsImportProtocol: the library of that name, which stands in for `node:buffer` in a page
import { Buffer } from 'buffer/index.js'

const equals = Buffer.prototype.equals

// Node compares with any bytes, the library with its own only.
Buffer.prototype.equals = function equalsBytes(other: Uint8Array): boolean {
  return equals.call(this, Buffer.isBuffer(other) ? other : Buffer.from(other))
}

export { Buffer }
