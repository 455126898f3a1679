import type { RouteSchemas } from '../wire/route.ts'
import { publicServiceSchema } from './public-part.ts'

export const readServiceSchemas = {
  summary: 'What of the service definition a form needs: types, fields, impact questions, promises, calendars',
  output: publicServiceSchema,
  problems: [],
} as const satisfies RouteSchemas
