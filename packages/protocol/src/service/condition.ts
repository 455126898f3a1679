import * as z from 'zod/mini'

/**
 * A small question about a ticket's own fields, as data. A multiple choice `is` each of the options chosen in it. A
 * field that is empty or hidden fits no comparison, so that `not` of one fits.
 */
export type Condition =
  | { readonly field: string; readonly is: string | number | boolean }
  | { readonly field: string; readonly in: readonly (string | number)[] }
  | { readonly field: string; readonly atLeast: number }
  | { readonly field: string; readonly atMost: number }
  | { readonly field: string; readonly filled: boolean }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }

const field = z.string()
const several: z.ZodMiniType<readonly Condition[], readonly Condition[]> = z
  .array(z.lazy(() => conditionSchema))
  .check(z.minLength(1))

export const conditionSchema: z.ZodMiniType<Condition, Condition> = z.union([
  z.strictObject({ field, is: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ field, in: z.array(z.union([z.string(), z.number()])).check(z.minLength(1)) }),
  z.strictObject({ field, atLeast: z.number() }),
  z.strictObject({ field, atMost: z.number() }),
  z.strictObject({ field, filled: z.boolean() }),
  z.strictObject({ all: several }),
  z.strictObject({ any: several }),
  z.strictObject({ not: z.lazy(() => conditionSchema) }),
])
