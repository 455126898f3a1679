import * as z from 'zod/mini'
import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import {
  challengeQuery,
  challengeSchema,
  mergedVisitorSchema,
  newVisitorSchema,
  visitorMergeSchema,
  visitorSchema,
} from './visitor.ts'

const writeProblems = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'idempotency_key_missing',
] as const satisfies readonly ProblemCode[]

export const askChallengeSchemas = {
  summary: 'What a visitor has to solve first',
  query: challengeQuery,
  output: z.object({ challenge: challengeSchema }),
  problems: ['visitors_not_allowed'],
} as const satisfies RouteSchemas

export const becomeVisitorSchemas = {
  summary: 'Become a visitor: somebody whom no backend vouches for',
  body: newVisitorSchema,
  output: visitorSchema,
  problems: [...writeProblems, 'visitors_not_allowed', 'challenge_failed'],
} as const satisfies RouteSchemas

export const mergeVisitorSchemas = {
  summary: 'Take over what one has done as a visitor; ends the visitor’s token',
  body: visitorMergeSchema,
  output: mergedVisitorSchema,
  problems: [...writeProblems, 'idempotency_in_flight', 'idempotency_mismatch', 'visitor_unknown'],
} as const satisfies RouteSchemas
