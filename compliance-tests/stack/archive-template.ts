import { CaseQueue } from '#pipelines/queue.ts'
import { openCatalogue } from '#storage/catalogue/catalogue.ts'
import { copyOnServer, type TestDatabase } from './database-server.ts'

/** Makes the database of which test archives get copies: opened once, so that its schema is made once a run and not once an archive. */
export async function createArchiveTemplate(server: string): Promise<TestDatabase> {
  const template = await copyOnServer(server, 'template0')
  const catalogue = await openCatalogue(template.url)
  const queue = await CaseQueue.open(catalogue, { supervise: false, onError: throwIt })
  await queue.stop({ graceful: true })
  await catalogue.close()
  return template
}

function throwIt(error: Error): never {
  throw error
}
