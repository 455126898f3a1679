import * as z from 'zod/mini'
import { fileIdSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { attachmentSchema } from './file.ts'

const fileParams = z.strictObject({ fileId: fileIdSchema })

/** Where a file can be had for a while without a token. */
export const fileAddressSchema = z.object({
  url: z.string(),
  expiresAt: instantSchema,
  /** Where a small picture of it can be had as long: absent where there is none. */
  previewUrl: z.optional(z.string()),
})

export const uploadFileSchemas = {
  summary: 'Upload one file; it joins a ticket or message by its id and SHA-256',
  output: attachmentSchema,
  problems: ['body_too_large', 'idempotency_key_missing', 'idempotency_in_flight', 'idempotency_mismatch'],
} as const satisfies RouteSchemas

export const linkFileSchemas = {
  summary: 'A short-lived address under which the file can be downloaded without a token',
  params: fileParams,
  output: fileAddressSchema,
  problems: ['not_found', 'file_being_checked', 'file_refused'],
} as const satisfies RouteSchemas

const signedQuery = z.strictObject({
  expires: z.string().check(z.regex(/^\d{1,15}$/)),
  signature: z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/)),
})

export const downloadFileSchemas = {
  summary: 'The bytes of a file; the signature in the address is the authorization',
  params: fileParams,
  query: signedQuery,
  problems: ['not_found', 'link_expired'],
} as const satisfies RouteSchemas

export const previewFileSchemas = {
  summary:
    'A small picture of a file, drawn anew and without metadata; the signature in the address is the authorization',
  params: fileParams,
  query: signedQuery,
  problems: ['not_found', 'link_expired'],
} as const satisfies RouteSchemas
