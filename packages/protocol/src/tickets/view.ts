import * as z from 'zod/mini'
import { idSchema } from '../service/id.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine } from '../wire/text.ts'
import { deskLimits } from './limits.ts'
import { ticketFilters, ticketOrders } from './ticket-filters.ts'

/** What a queue shows: filters, and how it is sorted. */
export const viewFiltersSchema = z.strictObject({ ...ticketFilters, sort: z.optional(z.enum(ticketOrders)) })

const members = {
  name: requiredLine(deskLimits.viewName),
  /** Whom it is shared with; null: nobody. */
  team: z.nullable(idSchema),
  filters: viewFiltersSchema,
}

/** A queue that somebody wants to come back to. `id` is the client's random UUID and the idempotency key as well. */
export const newViewSchema = z.strictObject({ id: uuidSchema, ...members })
export type NewView = z.infer<typeof newViewSchema>

/** What is left out stays as it is. */
export const viewChangeSchema = z.strictObject({
  name: z.optional(members.name),
  team: z.optional(members.team),
  filters: z.optional(members.filters),
})
export type ViewChange = z.infer<typeof viewChangeSchema>

export const viewSchema = z.object({
  id: z.string(),
  name: z.string(),
  team: z.nullable(z.string()),
  /** Whether the caller made it. */
  mine: z.boolean(),
  filters: z.object(viewFiltersSchema.shape),
  updatedAt: instantSchema,
})
export type View = z.infer<typeof viewSchema>
