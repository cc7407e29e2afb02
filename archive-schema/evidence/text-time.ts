/** A time in the texts of the evidence: UTC to the whole second, `2026-03-04T05:06:07Z`. */
export function formatTextTime(time: Date): string {
  return `${time.toISOString().slice(0, 19)}Z`
}
