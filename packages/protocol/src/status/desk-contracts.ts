import * as z from 'zod/mini'
import { writeProblems } from '../knowledge/contracts.ts'
import { idSchema } from '../service/id.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { noticeParams } from './contracts.ts'
import {
  componentStateSchema,
  newNoticeSchema,
  newNoticeUpdateSchema,
  noticeKindSchema,
  noticeSummarySchema,
  wholeNoticeSchema,
} from './notice.ts'

export const listWholeNoticesSchemas = {
  summary: 'Every notice, newest first, with how many people it affects',
  query: z.strictObject({
    ...pageQuery,
    kind: z.optional(noticeKindSchema),
    /** `true`: what is not over. */
    open: z.optional(z.enum(['true', 'false'])),
  }),
  output: page(noticeSummarySchema),
  problems: [],
} as const satisfies RouteSchemas

export const readWholeNoticeSchemas = {
  summary: 'One notice with its texts in every language, and what accounts have answered',
  params: noticeParams,
  output: wholeNoticeSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const openNoticeSchemas = {
  summary: 'Open an incident, or announce a maintenance',
  body: newNoticeSchema,
  output: wholeNoticeSchema,
  problems: [...writeProblems, 'id_unavailable', 'action_not_possible'],
} as const satisfies RouteSchemas

export const updateNoticeSchemas = {
  summary: 'Say what has become of a notice: every change is an update, moving, cancelling and ending among them',
  params: noticeParams,
  body: newNoticeUpdateSchema,
  output: wholeNoticeSchema,
  problems: [...writeProblems, 'not_found', 'action_not_possible'],
} as const satisfies RouteSchemas

export const setComponentStateSchemas = {
  summary: 'Say how a component is, apart from any notice; the worst of what is said of it counts',
  params: z.strictObject({ component: idSchema }),
  body: z.strictObject({ id: uuidSchema, state: componentStateSchema }),
  output: z.object({ component: z.string(), state: componentStateSchema }),
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas
