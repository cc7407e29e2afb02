/** Names of the evidence files that speak of time: the tokens over the checkpoint, the earliest first, and their renewal. */
export const stampNames = {
  token: 'checkpoint.tst',
  secondToken: 'checkpoint-2.tst',
  renewal: 'checkpoint.ers',
} as const

/** How far (milliseconds) the clocks of the archive and of an authority may lie apart. */
export const clockToleranceMs = 5_000
