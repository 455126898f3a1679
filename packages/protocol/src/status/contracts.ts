import * as z from 'zod/mini'
import { writeProblems } from '../knowledge/contracts.ts'
import { localeSchema } from '../service/localized.ts'
import { tenantIdSchema } from '../visitors/visitor.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { componentStateSchema, noticeKindSchema, noticeSchema, windowSchema } from './notice.ts'
import { overallStates } from './overall-state.ts'

/** Whose status whoever brings no token reads; a token names its tenant itself. */
const query = { tenant: z.optional(tenantIdSchema), locale: z.optional(localeSchema) }
export const noticeParams = z.strictObject({ noticeId: uuidSchema })

export const readStatusSchemas = {
  summary: 'How the service is: its components, and what is not over, as far as it concerns the caller',
  query: z.strictObject(query),
  output: z.object({
    state: z.enum(overallStates),
    locale: z.string(),
    components: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        description: z.nullable(z.string()),
        group: z.nullable(z.string()),
        state: componentStateSchema,
      }),
    ),
    groups: z.array(z.object({ id: z.string(), label: z.string() })),
    /** Newest first. */
    incidents: z.array(noticeSchema),
    /** Under way or to come, the next one first. */
    maintenances: z.array(noticeSchema),
  }),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const readUptimeSchemas = {
  summary: 'The uptime of each component over 90 local days, as far as what is known concerns the caller',
  query: z.strictObject({
    ...query,
    /** IANA zone that days are counted in; the service’s own unless told. */
    zone: z.optional(z.string().check(z.regex(/^[A-Za-z0-9_+/-]{1,64}$/))),
  }),
  output: z.object({
    zone: z.string(),
    components: z.array(
      z.object({
        id: z.string(),
        label: z.string(),
        uptime: z.nullable(z.number()),
        days: z.array(z.object({ date: z.string(), uptime: z.nullable(z.number()), worst: componentStateSchema })),
      }),
    ),
  }),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listNoticesSchemas = {
  summary: 'Notices that concern the caller, newest first, what is over among them',
  query: z.strictObject({ ...pageQuery, ...query, kind: z.optional(noticeKindSchema) }),
  output: page(noticeSchema),
  problems: [],
} as const satisfies RouteSchemas

export const readNoticeSchemas = {
  summary: 'One notice that concerns the caller, with every update',
  params: noticeParams,
  query: z.strictObject(query),
  output: noticeSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const joinIncidentSchemas = {
  summary: 'Say that an open incident affects oneself, too: counted once per person, and no ticket',
  params: noticeParams,
  body: z.strictObject({ id: uuidSchema }),
  output: z.object({ joined: z.literal(true), at: instantSchema }),
  problems: [...writeProblems, 'not_found', 'action_not_possible'],
} as const satisfies RouteSchemas

export const acknowledgeMaintenanceSchemas = {
  summary: 'Answer a maintenance for one’s account, with the window that it picks; the last word counts',
  params: noticeParams,
  body: z.strictObject({
    id: uuidSchema,
    /** One of those that were offered; without it, the one that was announced. */
    window: z.optional(windowSchema),
  }),
  output: z.object({ at: instantSchema, window: z.nullable(z.object({ from: instantSchema, until: instantSchema })) }),
  problems: [...writeProblems, 'not_found', 'action_not_possible'],
} as const satisfies RouteSchemas
