import { z } from 'zod'

/** A SHA-256 as text: 64 lower-case hexadecimal digits. */
export const Sha256Hex = z.string().regex(/^[0-9a-f]{64}$/)
