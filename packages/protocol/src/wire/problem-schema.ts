import * as z from 'zod/mini'
import { type Problem, type ProblemCode, problemCodes } from './problem.ts'

/** One field that is not as it should be. */
export const fieldErrorSchema = z.object({
  pointer: z.string(),
  code: z.enum([
    'required',
    'too_long',
    'too_short',
    'too_many',
    'unknown_member',
    'character_not_allowed',
    'not_allowed',
    'invalid',
  ]),
  limit: z.optional(z.int()),
})

/** Schema of a problem document, for checking answers and for OpenAPI. */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.enum(Object.keys(problemCodes) as [ProblemCode, ...ProblemCode[]]),
  detail: z.optional(z.string()),
  instance: z.optional(z.string()),
  errors: z.optional(z.array(fieldErrorSchema)),
}) satisfies z.ZodMiniType<Problem>
