import { reasonOf } from '#archive-schema/evidence/demand.ts'
import { parseTrust, trustFingerprint } from '#archive-schema/evidence/trust.ts'
import { verifyRecord } from '../verify-record.ts'
import { filesOfDrop, filesOfInput, filesOfZip, type Given } from './dropped-files.ts'
import { givenRecord, givenTrust } from './given-record.ts'
import { words } from './page-texts.ts'
import { showReport, showUnknown, showWorking } from './show-report.ts'

// The page itself: what is given to it is verified and shown. Nothing leaves it.
const drop = element('drop')
const result = element('result')
let ownTrust: ReadonlyMap<string, Uint8Array> | undefined

drop.addEventListener('dragover', (event) => {
  event.preventDefault()
  drop.classList.add('over')
})
drop.addEventListener('dragleave', () => drop.classList.remove('over'))
drop.addEventListener('drop', (event) => {
  event.preventDefault()
  drop.classList.remove('over')
  const items = event.dataTransfer?.items
  if (items !== undefined) void verify(() => filesOfDrop(items))
})
onChosen('folder', (files) => void verify(async () => filesOfInput(files)))
onChosen('zip', ([zip]) => {
  if (zip !== undefined) void verify(() => filesOfZip(zip))
})
onChosen('trust', (files) => void takeTrust(filesOfInput(files)))

async function verify(give: () => Promise<Given>): Promise<void> {
  showWorking(result)
  try {
    const given = await givenRecord(await give())
    if (given === undefined) return showUnknown(result, words.noRecord)
    const trust = ownTrust ?? given.trust
    if (trust.size === 0) return showUnknown(result, words.noTrust)
    const report = await verifyRecord(given.record, parseTrust(trust), new Date())
    const note = ownTrust === undefined ? words.exportedTrust : words.ownTrust
    showReport(result, report, { fingerprint: trustFingerprint(trust), note })
  } catch (error) {
    showUnknown(result, reasonOf(error))
  }
}

async function takeTrust(given: Given): Promise<void> {
  ownTrust = await givenTrust(given)
  element('trust-name').textContent = [...ownTrust.keys()].join('、')
}

function onChosen(id: string, take: (files: readonly File[]) => void): void {
  const input = element(id) as HTMLInputElement
  input.addEventListener('change', () => {
    const files = [...(input.files ?? [])]
    // So that the same folder can be chosen once more.
    input.value = ''
    if (files.length > 0) take(files)
  })
}

function element(id: string): HTMLElement {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}
