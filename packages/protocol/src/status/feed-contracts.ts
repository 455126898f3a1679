import * as z from 'zod/mini'
import { localeSchema } from '../service/localized.ts'
import { tenantIdSchema } from '../visitors/visitor.ts'
import type { RouteSchemas } from '../wire/route.ts'

const feed = {
  params: z.strictObject({ tenant: tenantIdSchema }),
  // Not strict: who polls a feed adds what keeps caches away.
  query: z.object({ locale: z.optional(localeSchema) }),
  problems: ['not_found'],
} as const

export const statuspageSchemas = {
  summary: 'A document of Atlassian’s Statuspage v2, of what is for everybody',
  ...feed,
} as const satisfies RouteSchemas

export const atomSchemas = {
  summary: 'Incidents and maintenance that are for everybody, as an Atom feed (RFC 4287)',
  ...feed,
} as const satisfies RouteSchemas

export const rssSchemas = {
  summary: 'Incidents and maintenance that are for everybody, as an RSS 2.0 feed',
  ...feed,
} as const satisfies RouteSchemas

export const calendarSchemas = {
  summary: 'Maintenance that is for everybody, as a calendar (RFC 5545)',
  ...feed,
} as const satisfies RouteSchemas
