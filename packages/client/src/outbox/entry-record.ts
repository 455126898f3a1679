import { correctionSchema, ticketActionSchema } from '@aftercare/protocol/schemas'
import * as z from 'zod/mini'
import type { Entry } from './shelf.ts'

const failureSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.enum(['offline', 'signed_out', 'forbidden', 'not_found']) }),
  z.object({
    kind: z.literal('problem'),
    // A newer server's codes are as good as ours: only the shape is checked.
    problem: z.looseObject({ type: z.string(), title: z.string(), status: z.int(), code: z.string() }),
  }),
])

const attempt = z.int().check(z.gte(0))

const phaseSchema = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['queued', 'paused', 'sending']), attempt }),
  z.object({ status: z.literal('uploading'), attempt, done: z.number(), total: z.number() }),
  z.object({ status: z.literal('waiting'), attempt, retryAt: z.number(), reason: failureSchema }),
  z.object({ status: z.enum(['blocked_auth', 'needs_attention', 'dead']), attempt, reason: failureSchema }),
])

const reference = z.object({ fileId: z.string(), sha256: z.string() })

const entrySchema = z.object({
  version: z.literal(1),
  id: z.uuid(),
  owner: z.string(),
  conversation: z.uuid(),
  createdAt: z.number(),
  order: z.number(),
  firstAnswerAt: z.optional(z.number()),
  write: z.discriminatedUnion('kind', [
    z.object({
      kind: z.literal('ticket'),
      type: z.string(),
      subject: z.string(),
      description: z.string(),
      locale: z.string(),
      fields: z.optional(z.record(z.string(), z.unknown())),
      impact: z.optional(z.record(z.string(), z.string())),
      environment: z.optional(z.record(z.string(), z.string())),
      diagnostics: z.optional(z.array(z.record(z.string(), z.unknown()))),
      serviceVersion: z.optional(z.string()),
      channel: z.optional(z.string()),
    }),
    z.object({ kind: z.literal('message'), body: z.string(), messageKind: z.enum(['reply', 'internal_note']) }),
    z.object({ kind: z.literal('action'), action: ticketActionSchema }),
    z.object({ kind: z.literal('correction'), correction: correctionSchema, seen: correctionSchema }),
    z.object({
      kind: z.literal('feedback'),
      slug: z.string(),
      locale: z.string(),
      feedback: z.object({
        helpful: z.boolean(),
        reason: z.optional(z.string()),
        comment: z.optional(z.string()),
      }),
    }),
  ]),
  files: z.array(
    z.object({
      key: z.uuid(),
      name: z.string(),
      type: z.string(),
      size: z.optional(z.int()),
      uploaded: z.optional(z.union([reference, z.array(reference)])),
      removed: z.optional(z.boolean()),
    }),
  ),
  phase: phaseSchema,
})

/** An entry as it was found on the device, or `undefined` when this version of the SDK cannot read it. */
export function parseEntry(value: unknown): Entry | undefined {
  const parsed = entrySchema.safeParse(value)
  // `looseObject` knows less of a problem than `Problem` says; the code is whatever the server sent then.
  return parsed.success ? (parsed.data as Entry) : undefined
}
