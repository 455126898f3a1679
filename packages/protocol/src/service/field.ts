import * as z from 'zod/mini'
import { conditionSchema } from './condition.ts'
import { idSchema } from './id.ts'
import { localizedSchema } from './localized.ts'
import { serviceRoles } from './roles.ts'

export const optionSchema = z.strictObject({
  id: idSchema,
  label: localizedSchema,
  help: z.optional(localizedSchema),
})

/** What every field says, whatever its kind. */
const common = {
  id: idSchema,
  /** The question, as a person would be asked it. */
  label: localizedSchema,
  /** How to answer it. */
  help: z.optional(localizedSchema),
  /** Why the answer helps; shown where it is missing. */
  why: z.optional(localizedSchema),
  /** An answer must be given whenever the field is shown; no unless told. */
  required: z.optional(z.boolean()),
  /** An answer must be given while this fits. */
  requiredWhen: z.optional(conditionSchema),
  /** The field is asked only while this fits; its value is refused otherwise. */
  visibleWhen: z.optional(conditionSchema),
  /** The roles that see and fill the field; all unless told. */
  visibleTo: z.optional(z.array(z.enum(serviceRoles)).check(z.minLength(1))),
}

const characters = z.int().check(z.minimum(1), z.maximum(20_000))
const options = z.array(optionSchema).check(z.minLength(1), z.maxLength(100))
/** A calendar day `2026-11-23`, or an instant in UTC, `2026-11-23T09:30:00.000Z`. */
const precision = z.enum(['day', 'instant'])

/** One alternative per kind, strict or not, as `object` makes them. */
const kindsOf = (object: typeof z.strictObject) =>
  [
    object({
      ...common,
      kind: z.literal('text'),
      maxLength: z.optional(characters),
      example: z.optional(localizedSchema),
    }),
    object({
      ...common,
      kind: z.literal('long_text'),
      maxLength: z.optional(characters),
      example: z.optional(localizedSchema),
    }),
    object({ ...common, kind: z.literal('choice'), options }),
    object({ ...common, kind: z.literal('multiple_choice'), options, atMost: z.optional(z.int().check(z.minimum(1))) }),
    object({ ...common, kind: z.literal('date'), precision: z.optional(precision) }),
    object({ ...common, kind: z.literal('date_range'), precision: z.optional(precision) }),
    object({
      ...common,
      kind: z.literal('number'),
      minimum: z.optional(z.number()),
      maximum: z.optional(z.number()),
      whole: z.optional(z.boolean()),
      unit: z.optional(localizedSchema),
    }),
    object({ ...common, kind: z.literal('version'), example: z.optional(localizedSchema) }),
    object({ ...common, kind: z.literal('component') }),
    /** `statement` is what the person agrees to; where an answer is required, only agreeing is one. */
    object({ ...common, kind: z.literal('consent'), statement: localizedSchema }),
    object({ ...common, kind: z.literal('boolean') }),
  ] as const

export const fieldSchema = z.discriminatedUnion('kind', kindsOf(z.strictObject))
/** The same as it is served: what a newer server says besides is left aside. */
export const servedFieldSchema = z.discriminatedUnion('kind', kindsOf(z.object))
