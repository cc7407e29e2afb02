import { digestHex } from '#archive-schema/evidence/digest.ts'
import { parseFormNumber } from '#archive-schema/registration-form/form-number.ts'
import type { SideSignature } from '#archive-schema/registration-form/registration-act.ts'
import { formJson, type RegistrationDocument } from '#archive-schema/registration-form/registration-document.ts'
import { registrationForm } from '#archive-schema/registration-form/registration-profile.ts'
import { refuseSignature } from '#archive-schema/registration-form/signature-rules.ts'
import type { Transaction } from '#storage/catalogue/catalogue.ts'
import { insertClosing, lockForm } from '#storage/catalogue/registration-forms.ts'
import type { PipelineTools } from '../pipeline-tools.ts'
import { addAct, type CurrentForm, refuseUnseen, requireForm } from './current-form.ts'
import { signContent } from './form-signature.ts'
import { gatherBatch } from './gather-batch.ts'

/** What signing works with. */
export type SigningTools = Pick<PipelineTools, 'catalogue' | 'signer' | 'now'>

/**
 * 签章: keeps that a person signs for one side. With the second signature the form is closed: its JSON is signed by the archive
 * and kept byte for byte. The batch is gathered again and held while that happens, so that nobody signs what has changed.
 * Throws as `refuseSignature`, `REGISTRATION_FORM_MISSING`, `REGISTRATION_FORM_CHANGED`, `SIGNER_UNFIT`.
 */
export function signForm(
  tools: SigningTools,
  number: string,
  signature: SideSignature,
  seen?: string,
): Promise<RegistrationDocument> {
  const parsed = parseFormNumber(registrationForm, number)
  return tools.catalogue.transact(async (transaction) => {
    await lockForm(transaction, number, 'to sign')
    const current = await requireForm(transaction, number)
    refuseUnseen(current, seen)
    refuseSignature(current.document, signature, (await gatherBatch(transaction, parsed)).contents)
    const act = { ...signature, at: tools.now().toISOString() }
    const signed = await addAct(transaction, current, { kind: 'signature', act })
    if (signed.document.state === 'closed') await closeForm(transaction, signed, tools)
    return signed.document
  })
}

async function closeForm(
  transaction: Transaction,
  { registered, document }: CurrentForm,
  { signer, now }: SigningTools,
): Promise<void> {
  const content = formJson(document)
  const closedAt = now()
  const signature = await signContent(Buffer.from(content), closedAt, signer)
  await insertClosing(transaction, registered, { content, sha256: digestHex('sha256', content), signature, closedAt })
}
