import * as z from 'zod/mini'
import { fileIdSchema } from '../wire/id-schema.ts'
import type { RouteSchemas } from '../wire/route.ts'

const uploadParams = z.strictObject({ fileId: fileIdSchema })

export const createUploadSchemas = {
  summary: 'Begin a resumable upload, with its first bytes or without (tus 1.0, creation-with-upload)',
  problems: [
    'idempotency_key_missing',
    'idempotency_in_flight',
    'idempotency_mismatch',
    'upload_protocol_unsupported',
    'upload_offset_mismatch',
    'upload_quota_exceeded',
    'body_too_large',
    'not_found',
  ],
} as const satisfies RouteSchemas

export const readUploadSchemas = {
  summary: 'How much of an upload has arrived (tus 1.0)',
  params: uploadParams,
  problems: ['not_found', 'upload_protocol_unsupported'],
} as const satisfies RouteSchemas

export const appendUploadSchemas = {
  summary: 'The next bytes of an upload (tus 1.0)',
  params: uploadParams,
  problems: [
    'not_found',
    'upload_protocol_unsupported',
    'upload_offset_mismatch',
    'unsupported_media_type',
    'body_too_large',
    'upload_too_many_pieces',
  ],
} as const satisfies RouteSchemas

export const endUploadSchemas = {
  summary: 'Give up an upload, or a file that has joined nothing yet (tus 1.0, termination)',
  params: uploadParams,
  problems: ['not_found', 'upload_protocol_unsupported'],
} as const satisfies RouteSchemas
