import * as z from 'zod/mini'
import { zoneSchema } from '../sla/calendar-schema.ts'
import { noticeKinds, noticeStatuses } from '../status/notice-lifecycle.ts'
import { idSchema } from './id.ts'
import { localizedSchema } from './localized.ts'

/** A notice, or what is said next of one, as it is written again and again. `{components}` stands for those that it is about. */
const templateSchema = z.strictObject({
  id: idSchema,
  kind: z.enum(noticeKinds),
  /** Where a notice stands that is told so. */
  status: z.enum(noticeStatuses),
  label: localizedSchema,
  /** What it says: Markdown. */
  statement: localizedSchema,
})

export const statusSchema = z.strictObject({
  /** Where the vendor’s own page about it is. */
  url: z.optional(z.string().check(z.regex(/^https?:\/\/\S{1,500}$/))),
  /** The zone that days of uptime are counted in; that of the calendar of the promises unless told, or UTC. */
  zone: z.optional(zoneSchema),
  templates: z.optional(z.array(templateSchema).check(z.maxLength(100))),
})
