import * as z from 'zod/mini'
import type { DeepReadonly } from '../wire/deep-readonly.ts'
import { serviceCalendarSchema } from './calendar.ts'
import { fileLimitsSchema } from './file-limits.ts'
import { idSchema } from './id.ts'
import { localeSchema, localizedSchema } from './localized.ts'
import { jobProfileSchema, rolesSchema, routingSchema, teamSchema } from './organization.ts'
import { closureSchema, escalationSchema, impactSchema, slaSchema, targetSchema } from './promises.ts'
import { statusSchema } from './status.ts'
import { ticketTypeDefinitionSchema } from './ticket-type.ts'

const words = z.string().check(z.regex(/^\S(?:.{0,58}\S)?$/u))
const synonymsSchema = z.array(z.array(words).check(z.minLength(2), z.maxLength(12))).check(z.maxLength(500))

const named = z.strictObject({ id: idSchema, label: localizedSchema })

/** A vendor's whole after-sales service as data: what is asked, promised, and who does it. */
export const serviceDefinitionSchema = z.strictObject({
  /** Where editors find the JSON Schema; without meaning for the service. */
  $schema: z.optional(z.string()),
  /** Form of this document; a later form is another number. */
  format: z.literal(1),
  /** The vendor's own name for this state of it. */
  version: z.string().check(z.regex(/^\S{1,40}$/)),
  label: localizedSchema,
  /** The languages that every text comes in; the first one stands in where a reader's is not among them. */
  locales: z.array(localeSchema).check(z.minLength(1)),
  /** Ticket types in the order a form offers them. */
  types: z.array(ticketTypeDefinitionSchema).check(z.minLength(1), z.maxLength(100)),
  /** Parts of the service that tickets and notices are about. */
  components: z.array(
    z.strictObject({
      id: idSchema,
      label: localizedSchema,
      description: z.optional(localizedSchema),
      /** The group that it is shown in. */
      group: z.optional(idSchema),
    }),
  ),
  componentGroups: z.optional(z.array(named)),
  /** Of the status page. */
  status: z.optional(statusSchema),
  /** How many and how large files a ticket or message may bring. */
  files: z.optional(fileLimitsSchema),
  /** Groups of words that mean the same to whoever searches the articles, in whatever languages. */
  synonyms: z.optional(synonymsSchema),
  impact: impactSchema,
  priorities: z.strictObject({ critical: targetSchema, high: targetSchema, normal: targetSchema, low: targetSchema }),
  calendars: z.record(idSchema, serviceCalendarSchema),
  sla: slaSchema,
  escalation: z.array(escalationSchema),
  roles: rolesSchema,
  jobProfiles: z.array(jobProfileSchema),
  skills: z.array(named),
  teams: z.array(teamSchema).check(z.minLength(1)),
  routing: routingSchema,
  closure: closureSchema,
})

export type ServiceDefinition = DeepReadonly<z.infer<typeof serviceDefinitionSchema>>
export type TicketTypeDefinition = ServiceDefinition['types'][number]
export type Field = TicketTypeDefinition['fields'][number]
