import * as z from 'zod/mini'
import { instantSchema } from '../wire/instant.ts'

/** A tenant's public id, as it stands in the `aud` of tokens. */
export const tenantIdSchema = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,62}$/))

export const challengeQuery = z.strictObject({ tenant: tenantIdSchema })

/** `kind` says how it is solved; the other members are that kind's own. */
export const challengeSchema = z.looseObject({ kind: z.string() })
export type Challenge = z.infer<typeof challengeSchema>

/**
 * Proof of work in ALTCHA's published format: find the number from 0 to `maxnumber` for which
 * `challenge = hex(SHA-256(salt + number))`. The answer is base64 of the JSON
 * `{algorithm, challenge, number, salt, signature}`.
 */
export const proofOfWorkSchema = z.object({
  kind: z.literal('altcha'),
  algorithm: z.literal('SHA-256'),
  challenge: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  maxnumber: z.int().check(z.gte(1), z.lte(100_000_000)),
  salt: z.string().check(z.maxLength(512)),
  signature: z.string().check(z.maxLength(512)),
})
export type ProofOfWork = z.infer<typeof proofOfWorkSchema>

export const newVisitorSchema = z.strictObject({
  tenant: tenantIdSchema,
  /** What the challenge came to; empty where there was nothing to solve. */
  answer: z.string().check(z.maxLength(8192)),
  /** A field that nobody sees: whoever fills it in is no person. */
  website: z.optional(z.string().check(z.maxLength(2000))),
})
export type NewVisitor = z.infer<typeof newVisitorSchema>

export const visitorSchema = z.object({
  /** Opaque, `acv_` and 256 bits. The server keeps its hash alone. */
  token: z.string(),
  expiresAt: instantSchema,
})
export type Visitor = z.infer<typeof visitorSchema>

export const visitorMergeSchema = z.strictObject({ visitorToken: z.string().check(z.regex(/^acv_[A-Za-z0-9_-]{43}$/)) })

/** Ids of the tickets that are the caller's now. */
export const mergedVisitorSchema = z.object({ tickets: z.array(z.string()) })
