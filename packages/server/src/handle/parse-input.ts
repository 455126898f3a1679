import { type FieldError, headers as names, type Route, type RouteSchemas } from '@aftercare/protocol'
import { fieldErrors, idempotencyKeyPattern } from '@aftercare/protocol/schemas'
import type * as z from 'zod/mini'
import { isJson } from './media-type.ts'
import { ProblemError } from './problem-error.ts'
import { readBody } from './read-body.ts'
import { parseJson } from './strict-json.ts'

/** Where field errors outside the body point to. */
type Place = 'params' | 'query' | undefined

/** @throws ProblemError validation_failed */
export function parsePart(schema: z.ZodMiniType | undefined, value: unknown, place: Place): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(value)
  if (!result.success) {
    const errors = fieldErrors(result.error.issues, value, place === undefined ? [] : [place])
    throw new ProblemError('validation_failed', { errors })
  }
  // Without a prototype an optional member that is absent is absent, whatever `Object.prototype` was made to hold.
  return Object.assign(Object.create(null), result.data)
}

/** Query parameters by name; one given twice is no value that a schema of ours would take. */
export function queryOf(url: string): Record<string, unknown> {
  const query: Record<string, unknown> = Object.create(null)
  for (const [name, value] of new URL(url).searchParams)
    query[name] = name in query ? [query[name], value].flat() : value
  return query
}

/**
 * Reads and checks a JSON body.
 *
 * @throws ProblemError unsupported_media_type, body_too_large, malformed_json, validation_failed
 */
export async function parseBody(request: Request, route: Route, schemas: RouteSchemas): Promise<unknown> {
  if (!schemas.body) return undefined
  if (!isJson(request.headers.get('content-type'))) throw new ProblemError('unsupported_media_type')
  return parsePart(schemas.body, parseJson(await readBody(request, route.bodyLimit)), undefined)
}

/** @throws ProblemError idempotency_key_missing, validation_failed */
export function idempotencyKeyOf(request: Request): string {
  const key = request.headers.get(names.idempotencyKey)
  if (key === null || key === '') throw new ProblemError('idempotency_key_missing')
  if (!idempotencyKeyPattern.test(key)) throw headerError(names.idempotencyKey, 'invalid')
  return key
}

/** A header that is not as the protocol says. */
export function headerError(name: string, code: FieldError['code'], limit?: number): ProblemError {
  const error = { pointer: `/headers/${name}`, code, ...(limit === undefined ? {} : { limit }) }
  return new ProblemError('validation_failed', { errors: [error] })
}
