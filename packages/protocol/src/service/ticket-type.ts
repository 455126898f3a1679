import * as z from 'zod/mini'
import { prioritySchema } from '../tickets/ticket.ts'
import { fieldSchema } from './field.ts'
import { idSchema } from './id.ts'
import { localizedSchema } from './localized.ts'
import { serviceRoles } from './roles.ts'

/** Who sees tickets of a type besides their requester, who always does. */
const visibilitySchema = z.strictObject({
  /** `account`: whoever may read the account's tickets. `requester`: nobody else on the customer's side. */
  customer: z.enum(['account', 'requester']),
  /** Only these roles of the provider; all unless told. */
  roles: z.optional(z.array(z.enum(serviceRoles)).check(z.minLength(1))),
  /** Only these teams of the provider; all unless told. */
  teams: z.optional(z.array(idSchema).check(z.minLength(1))),
})

export const ticketTypeDefinitionSchema = z.strictObject({
  id: idSchema,
  label: localizedSchema,
  description: localizedSchema,
  /** A problem closes only with cause, solution and prevention. */
  problem: z.boolean(),
  visibility: visibilitySchema,
  /** Questions about impact and urgency that are asked for this type; none unless told. */
  asks: z.optional(z.array(idSchema)),
  /** The priority where nothing is asked or answered. */
  priority: prioritySchema,
  fields: z.array(fieldSchema).check(z.maxLength(60)),
})
