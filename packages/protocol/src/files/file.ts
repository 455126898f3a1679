import * as z from 'zod/mini'
import { fileIdSchema } from '../wire/id-schema.ts'

const sha256Schema = z.string().check(z.regex(/^[0-9a-f]{64}$/))

/** How a ticket or message names an uploaded file: by the server's id and by its content. */
export const attachmentReferenceSchema = z.strictObject({ fileId: fileIdSchema, sha256: sha256Schema })
export type AttachmentReference = z.infer<typeof attachmentReferenceSchema>

/** A file that belongs to a ticket or message. */
export const attachmentSchema = z.object({
  fileId: fileIdSchema,
  name: z.string(),
  /** As the uploader named it; nothing is executed or shown because of it. */
  mediaType: z.string(),
  /** Bytes. */
  size: z.int(),
  sha256: sha256Schema,
  /** `waiting` for the provider's check, or `refused` by it: then it cannot be downloaded. Absent: it can. */
  scan: z.optional(z.string()),
})
export type Attachment = z.infer<typeof attachmentSchema>
