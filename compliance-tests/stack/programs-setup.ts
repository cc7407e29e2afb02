import { installPrograms } from './install-programs.ts'

/** Vitest global setup: programs that many tests call. */
export function setup(): Promise<void> {
  return installPrograms([{ program: 'openssl', debianPackage: 'openssl' }])
}
