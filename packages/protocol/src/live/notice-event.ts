import * as z from 'zod/mini'
import { noticeKindSchema, noticeStatusSchema } from '../status/notice.ts'
import { noticeNews } from '../status/notice-lifecycle.ts'
import { instantSchema } from '../wire/instant.ts'

const envelope = { seq: z.int(), at: instantSchema }

/**
 * What became of a notice, for those whom it concerns, and of a component, for everybody. It holds no text: whoever shows it
 * reads it. `notice.completed` is an incident that is resolved, too.
 */
export const noticeEventSchema = z.discriminatedUnion('type', [
  z.object({
    ...envelope,
    type: z.enum(noticeNews.map((news) => `notice.${news}` as const)),
    notice: z.object({ id: z.string(), kind: noticeKindSchema, status: noticeStatusSchema, revision: z.int() }),
  }),
  z.object({ ...envelope, type: z.literal('component.changed'), component: z.string() }),
])
export type NoticeEvent = z.infer<typeof noticeEventSchema>
