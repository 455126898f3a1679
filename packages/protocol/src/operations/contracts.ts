import * as z from 'zod/mini'
import type { RouteSchemas } from '../wire/route.ts'

const ok = z.object({ status: z.literal('ok') })

export const healthSchemas = { summary: 'The process runs', output: ok, problems: [] } as const satisfies RouteSchemas

export const readinessSchemas = {
  summary: 'The database answers and its schema is current',
  output: ok,
  problems: [],
} as const satisfies RouteSchemas

export const versionSchemas = {
  summary: 'Which protocol and which server this is',
  output: z.object({ protocol: z.string(), server: z.string() }),
  problems: [],
} as const satisfies RouteSchemas

export const openApiSchemas = {
  summary: 'This description',
  output: z.looseObject({ openapi: z.string() }),
  problems: [],
} as const satisfies RouteSchemas
