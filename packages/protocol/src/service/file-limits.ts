import * as z from 'zod/mini'
import { limits } from '../tickets/limits.ts'

/** What a vendor takes of files; what is left out is the server's own limit, which nothing here may exceed. */
export const fileLimitsSchema = z.strictObject({
  /** Files of one ticket or message. */
  maxCount: z.optional(z.int().check(z.minimum(1), z.maximum(limits.attachments))),
  /** Bytes of one file. */
  maxBytes: z.optional(z.int().check(z.minimum(1), z.maximum(limits.fileBytes))),
})
