import * as z from 'zod/mini'
import { prioritySchema } from '../tickets/ticket.ts'
import type { DeepReadonly } from '../wire/deep-readonly.ts'
import { serviceCalendarSchema } from './calendar.ts'
import type { ServiceDefinition } from './definition.ts'
import { servedFieldSchema } from './field.ts'
import { idSchema } from './id.ts'
import { localeSchema, localizedSchema } from './localized.ts'
import { impactSchema, slaSchema, targetSchema } from './promises.ts'
import type { ServiceRole } from './roles.ts'

const named = z.object({ id: idSchema, label: localizedSchema })

/** What a form needs to ask, to check, and to say what is promised; nothing of who does it or how it is passed on. */
export const publicServiceSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  label: localizedSchema,
  locales: z.array(localeSchema),
  types: z.array(
    z.object({
      id: idSchema,
      label: localizedSchema,
      description: localizedSchema,
      /** On the customer's side only the requester sees tickets of this type. */
      confidential: z.boolean(),
      asks: z.array(idSchema),
      priority: prioritySchema,
      fields: z.array(servedFieldSchema),
    }),
  ),
  components: z.array(named),
  /** What a ticket or message may bring; where it is missing, the server's own limits hold. */
  files: z.optional(z.object({ maxCount: z.optional(z.int()), maxBytes: z.optional(z.int()) })),
  impact: impactSchema,
  priorities: z.object({ critical: targetSchema, high: targetSchema, normal: targetSchema, low: targetSchema }),
  calendars: z.record(idSchema, serviceCalendarSchema),
  sla: slaSchema,
  closure: z.object({
    /** Days until a resolved ticket without an answer is closed; null: never. */
    silenceDays: z.nullable(z.int()),
    silenceExceptTypes: z.array(idSchema),
    reopenWithinDays: z.int(),
  }),
})
export type PublicService = DeepReadonly<z.infer<typeof publicServiceSchema>>

/** What of a definition may be served to somebody of this role, member by member: nothing gets out by being added. */
export function publicPart(definition: ServiceDefinition, role: ServiceRole): PublicService {
  const { format, version, label, locales, components, files, impact, priorities, sla, closure } = definition
  const used = [sla.calendar, ...Object.values(priorities).flatMap(({ calendar }) => calendar ?? [])]
  return {
    format,
    version,
    label,
    locales,
    types: definition.types.map((type) => ({
      id: type.id,
      label: type.label,
      description: type.description,
      confidential: type.visibility.customer === 'requester',
      asks: type.asks ?? [],
      priority: type.priority,
      fields: type.fields
        .filter(({ visibleTo }) => visibleTo === undefined || visibleTo.includes(role))
        .map(({ visibleTo: _, ...field }) => field),
    })),
    components: components.map(({ id, label }) => ({ id, label })),
    ...(files && { files }),
    impact,
    priorities,
    calendars: Object.fromEntries(Object.entries(definition.calendars).filter(([id]) => used.includes(id))),
    sla,
    closure: {
      silenceDays: closure.silence?.closeAfterDays ?? null,
      silenceExceptTypes: closure.silence?.exceptTypes ?? [],
      reopenWithinDays: closure.reopenWithinDays,
    },
  }
}
