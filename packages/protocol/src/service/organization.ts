import * as z from 'zod/mini'
import { channels, prioritySchema } from '../tickets/ticket.ts'
import { conditionSchema } from './condition.ts'
import { idSchema } from './id.ts'
import { localeSchema, localizedSchema } from './localized.ts'
import { providerSideRoles, serviceRoles } from './roles.ts'

/** Layers of the provider, top first; escalation climbs them. */
export const layers = ['management', 'department', 'team', 'specialist'] as const

export const teamSchema = z.strictObject({
  id: idSchema,
  label: localizedSchema,
  description: localizedSchema,
  layer: z.enum(layers),
  /** The unit above it; only management may be without. */
  under: z.optional(idSchema),
  /** 1 is whom a request meets first. */
  line: z.optional(z.int().check(z.minimum(1), z.maximum(9))),
})

export const rolesSchema = z.record(
  z.enum(serviceRoles),
  z.strictObject({ label: localizedSchema, description: localizedSchema }),
)

export const jobProfileSchema = z.strictObject({
  id: idSchema,
  label: localizedSchema,
  role: z.enum(providerSideRoles),
})

export const tiers = ['strategic', 'key', 'standard'] as const

const some = <Item extends z.ZodMiniType>(item: Item) => z.optional(z.array(item).check(z.minLength(1)))

/** Each part that is given must fit; within a part one of the list is enough. A rule without parts always fits. */
export const routingConditionSchema = z.strictObject({
  types: some(idSchema),
  priorities: some(prioritySchema),
  components: some(idSchema),
  tiers: some(z.enum(tiers)),
  channels: some(z.enum(channels)),
  /** The language that the requester reads, region aside: `zh` is any Chinese. */
  languages: some(localeSchema),
  /** About the ticket's own fields. */
  fields: z.optional(conditionSchema),
})

/** Where a ticket goes, and why: the reason stands on its timeline. */
const destination = {
  team: idSchema,
  /** At least this role: `lead` for what is not for everyone. */
  role: z.optional(z.enum(providerSideRoles)),
  /** Skills that whoever takes it should have. */
  skills: some(idSchema),
  /** Teams that are called in from the start, each with a sub-task. */
  callIn: some(idSchema),
  reason: localizedSchema,
}

export const routingSchema = z.strictObject({
  /** `automatic`: a new ticket is given to somebody at once; `claim`, unless told: somebody takes it. */
  assign: z.optional(z.enum(['automatic', 'claim'])),
  /** The first rule that fits decides. */
  rules: z.array(z.strictObject({ id: idSchema, when: routingConditionSchema, ...destination })),
  otherwise: z.strictObject(destination),
})
