import * as z from 'zod/mini'
import type { FileId, MessageId, TicketId } from './ids.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

const id = <Id extends string>() => z.string().check(z.regex(uuid)) as unknown as z.ZodMiniType<Id, string>

/** Any other thing that the client names: a task, a visit, an action. */
export const uuidSchema = z.string().check(z.regex(uuid))

export const ticketIdSchema = id<TicketId>()
export const messageIdSchema = id<MessageId>()
export const fileIdSchema = id<FileId>()

/** What an `Idempotency-Key` may be: a UUID in lower case. */
export const idempotencyKeyPattern = uuid
