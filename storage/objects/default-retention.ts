/** Days for which a bucket locks whatever is written there, before each lock is lengthened to its own end. */
export const defaultRetentionDays = 1
