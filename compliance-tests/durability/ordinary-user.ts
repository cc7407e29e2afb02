/** The account `nobody`. */
export const ordinaryUser = { uid: 65_534, gid: 65_534 } as const

/**
 * What starts a command as an ordinary user: nothing where this is one already. The checkout may lie below a folder that is
 * closed to others, so reading is lent; writing is not.
 */
export function asOrdinaryUser(): readonly string[] {
  if (process.getuid?.() !== 0) return []
  const { uid, gid } = ordinaryUser
  const rights = [
    '--inh-caps=+dac_read_search',
    '--ambient-caps=+dac_read_search',
    '--bounding-set=-all,+dac_read_search',
  ]
  return ['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', ...rights, '--']
}
