import type { CaseState } from './cases.ts'

/** A state of a case, or what becomes of it when nothing but a refusal is kept. */
export type CaseEnd = CaseState | 'refused'

/**
 * 办件状态机 (what may happen to a case): every act with the state from which it is allowed and the one to which it leads.
 * Whatever writes the state of a case does it by one of these acts; PostgreSQL refuses all others (0008_case_review.sql).
 */
export const caseTransitions = {
  /** Another stage is completed. */
  advance: { from: 'processing', to: 'processing' },
  /** The last stage is completed. */
  archive: { from: 'processing', to: 'archived' },
  /** 拒收: a stage refuses the case for good. */
  refuse: { from: 'processing', to: 'refused' },
  /** 转人工: a stage gives the case to a person. */
  wait: { from: 'processing', to: 'review' },
  /** 重试: the stage is done again, from its beginning. */
  retry: { from: 'review', to: 'processing' },
  /** 放行: a person has decided what waited for one; the stage is done again with that. */
  clear: { from: 'review', to: 'processing' },
  /** 退回: a person refuses the case. Never after 登记编目. */
  return: { from: 'review', to: 'refused' },
} as const satisfies Record<string, { readonly from: CaseState; readonly to: CaseEnd }>

export type CaseAct = keyof typeof caseTransitions
