/** 接收限制: what one hand-over may hold at most. */
export type CaptureLimits = {
  readonly caseJsonBytes: number
  readonly files: number
  readonly fileBytes: number
  readonly caseBytes: number
}

export const defaultCaptureLimits: CaptureLimits = {
  caseJsonBytes: 8 * 2 ** 20,
  files: 5_000,
  fileBytes: 16 * 2 ** 30,
  caseBytes: 64 * 2 ** 30,
}
