import { type Check, judge } from '../check.ts'
import { unlessEqual } from '../differences.ts'

/** GD-1-14 信息包一致性检测: the package is, byte for byte, the one that was registered when it was made. */
export const packageIdentity: Check = {
  rule: 'GD-1-14',
  check({ subject: { number, sealed }, measured }) {
    const faults = [
      ...unlessEqual(`${number}.zip 字节数`, sealed.bytes, measured.bytes),
      ...unlessEqual(`${number}.zip SHA-256`, sealed.sha256, measured.sha256),
    ]
    return judge(faults, {
      location: `${number}.zip`,
      found: `${measured.bytes} 字节，SHA-256 ${measured.sha256}`,
      tool: 'node:crypto',
    })
  },
}
