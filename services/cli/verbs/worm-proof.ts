import { carryOutProof } from '../../worm-proof/carry-out-proof.ts'
import { type ToldProof, tellProof } from '../../worm-proof/read-proof.ts'
import { print, printJson, table } from '../output.ts'
import { withArchive } from '../with-archive.ts'

/** Proves now that the store keeps its locks, and keeps what was seen; exit 1 when an item fails that is not accepted. */
export async function wormProof(options: { readonly full?: boolean; readonly json?: boolean }): Promise<void> {
  await withArchive(async (archive) => {
    const told = tellProof(await carryOutProof(archive, options.full === true ? 'full' : 'probe'))
    await (options.json === true ? printJson(told) : print(describeProof(told)))
    if (!told.ok) process.exitCode = 1
  })
}

function describeProof({ ok, store, server, accepted, items }: ToldProof): string {
  const marks = items.map(({ item, outcome, detail }) => [
    item,
    outcome === 'FAIL' && accepted.includes(item) ? 'FAIL 已接受 accepted' : outcome,
    detail,
  ])
  const closing = ok ? '锁定验证通过 the store keeps its locks' : '锁定验证未通过 the store does not keep its locks'
  return [store, `server: ${server}`, table(marks), closing].join('\n')
}
