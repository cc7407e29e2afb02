import { once } from 'node:events'
import { ArchiveError } from '#archive-schema/archive-error.ts'
import { joinEmbeddedDatabase } from './join-embedded-database.ts'
import type { MemberMessage } from './test-member.ts'

const [dataDir = '', durable] = process.argv.slice(2)

const say = (message: MemberMessage) => process.send?.(message)

try {
  const start = performance.now()
  const database = await joinEmbeddedDatabase(dataDir, { durable: durable === 'true' })
  const milliseconds = performance.now() - start
  say({ kind: 'joined', connectionString: database.connectionString, milliseconds })
  await once(process, 'message')
  await database.leave()
  say({ kind: 'left' })
} catch (error) {
  if (!(error instanceof ArchiveError)) throw error
  say({ kind: 'refused', code: error.code, message: error.message })
}
process.disconnect()
