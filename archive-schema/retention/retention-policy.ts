import { defaultLockPolicy, type LockPolicy } from './lock-policy.ts'
import { defaultStartRule, type StartRule } from './start-rules.ts'

/** How terms are counted and locks are set, as configured. */
export type RetentionPolicy = { readonly startRule: StartRule; readonly locks: LockPolicy }

/** What holds unless the configuration says otherwise, and held for every record before there was a choice. */
export const defaultRetentionPolicy: RetentionPolicy = { startRule: defaultStartRule, locks: defaultLockPolicy }
