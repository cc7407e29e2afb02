import type { RelatedCase } from '#archive-schema/case-file/case-file.ts'
import type { ChildBinding } from '#archive-schema/case-file/related-case.ts'
import type { Fixity } from '#archive-schema/fixity.ts'

/** 子件归档信息包: the archived package of a child case that its parent binds, by the identity under which it was handed over. */
export type BoundChild = {
  readonly systemCode: string
  /** 业务流水号. */
  readonly serialNumber: string
  /** 电子文件号. */
  readonly number: string
  /** Of the package as it rests in the store. */
  readonly fixity: Fixity
}

/** A related case that the parent binds. */
export type BindingCase = RelatedCase & { readonly binding: ChildBinding }

/** The related cases that a case binds; a case that binds any is the parent of a joint case. */
export function bindingCases(related: readonly RelatedCase[] | undefined): readonly BindingCase[] {
  return (related ?? []).filter((one): one is BindingCase => one.binding !== undefined)
}
