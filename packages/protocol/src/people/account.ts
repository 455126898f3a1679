import * as z from 'zod/mini'
import { tiers } from '../service/organization.ts'
import { personReferenceSchema } from '../tickets/ticket.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { instantSchema } from '../wire/instant.ts'
import { requiredLine, requiredText, text } from '../wire/text.ts'

/** Lengths in Unicode code points. */
const line = 200
const long = 5_000

/** As the host's tokens name it, or as staff named it first. */
export const accountIdSchema = requiredLine(255)
export const tierSchema = z.enum(tiers)
export type Tier = z.infer<typeof tierSchema>

/** BCP 47 tag of the language that an account is written to. */
const localeSchema = z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/), z.maxLength(35))

/** Somebody to ask for; need not have a login. */
const contactShape = {
  id: uuidSchema,
  name: requiredLine(line),
  /** What they do there. */
  function: text(line),
  email: z.nullable(requiredLine(line)),
  phone: z.nullable(requiredLine(60)),
}

export const projectStates = ['planned', 'running', 'completed', 'stopped'] as const
const projectShape = {
  id: uuidSchema,
  name: requiredLine(line),
  /** How large it is, in their words: people, sites, money. */
  size: text(line),
  needs: text(long),
  state: z.enum(projectStates),
}

export const contactSchema = z.object(contactShape)
export type Contact = z.infer<typeof contactSchema>
export const projectSchema = z.object(projectShape)
export type Project = z.infer<typeof projectSchema>

/** One step from a version to the next, with the backup before it. */
export const upgradeSchema = z.object({
  id: z.string(),
  from: z.string(),
  to: z.string(),
  at: instantSchema,
  /** Null: it was upgraded without one. */
  backup: z.nullable(z.object({ at: instantSchema, place: z.string() })),
  note: z.string(),
})

/** A product at a customer. */
export const deploymentSchema = z.object({
  id: z.string(),
  product: z.string(),
  environment: z.string(),
  version: z.string(),
  since: instantSchema,
  /** When it was taken out of use; null while it is in use. */
  retiredAt: z.nullable(instantSchema),
  /** Newest first. */
  upgrades: z.array(upgradeSchema),
})
export type Deployment = z.infer<typeof deploymentSchema>

/** An account as somebody of it sees it: who it is; for those who look after it or audit it, also what is known of it. */
export const ownAccountSchema = z.object({
  id: z.string(),
  name: z.string(),
  tier: z.optional(tierSchema),
  background: z.optional(z.string()),
  locale: z.optional(z.nullable(z.string())),
  contacts: z.optional(z.array(contactSchema)),
  projects: z.optional(z.array(projectSchema)),
  deployments: z.optional(z.array(deploymentSchema)),
  /** For a partner: the accounts it serves. */
  serves: z.optional(z.array(z.object({ id: z.string(), name: z.string() }))),
})
export type OwnAccount = z.infer<typeof ownAccountSchema>

/** An account in a list. */
export const accountSummarySchema = z.object({ id: z.string(), name: z.string(), tier: tierSchema })
export type AccountSummary = z.infer<typeof accountSummarySchema>

/** An account as the provider's staff see it. */
export const accountSchema = z.extend(accountSummarySchema, {
  /** What is to be known of their business. */
  background: z.string(),
  locale: z.nullable(z.string()),
  contacts: z.array(contactSchema),
  projects: z.array(projectSchema),
  deployments: z.array(deploymentSchema),
  /** Accounts that its people work for, as a partner. */
  serves: z.array(z.object({ id: z.string(), name: z.string() })),
  createdAt: instantSchema,
  updatedAt: instantSchema,
})
export type Account = z.infer<typeof accountSchema>

const described = {
  name: z.optional(requiredLine(line)),
  tier: z.optional(tierSchema),
  background: z.optional(text(long)),
  locale: z.optional(z.nullable(localeSchema)),
  /** All of them: whoever is left out is gone. */
  contacts: z.optional(z.array(z.strictObject(contactShape)).check(z.maxLength(100))),
  projects: z.optional(z.array(z.strictObject(projectShape)).check(z.maxLength(100))),
}

/** What a new account begins with; `standard` unless told. */
export const newAccountSchema = z.strictObject({ ...described, id: accountIdSchema, name: requiredLine(line) })
export type NewAccount = z.infer<typeof newAccountSchema>

/** What is put right in an account; what is left out stays as it is. An edit: it needs `If-Match`. */
export const accountChangeSchema = z.strictObject(described)
export type AccountChange = z.infer<typeof accountChangeSchema>

export const newDeploymentSchema = z.strictObject({
  id: uuidSchema,
  product: requiredLine(line),
  environment: requiredLine(line),
  version: requiredLine(60),
  since: instantSchema,
})
export type NewDeployment = z.infer<typeof newDeploymentSchema>

/** An edit: it needs the ETag of the account. The version changes by upgrades alone. */
export const deploymentChangeSchema = z.strictObject({
  product: z.optional(requiredLine(line)),
  environment: z.optional(requiredLine(line)),
  retiredAt: z.optional(z.nullable(instantSchema)),
})

export const newUpgradeSchema = z.strictObject({
  id: uuidSchema,
  version: requiredLine(60),
  at: instantSchema,
  backup: z.nullable(z.strictObject({ at: instantSchema, place: requiredLine(line) })),
  note: z.optional(text(long)),
})
export type NewUpgrade = z.infer<typeof newUpgradeSchema>

export const newAccountNoteSchema = z.strictObject({ id: uuidSchema, body: requiredText(20_000) })

/** What staff note of an account; it never leaves the provider. */
export const accountNoteSchema = z.object({
  id: z.string(),
  author: personReferenceSchema,
  body: z.string(),
  createdAt: instantSchema,
})
export type AccountNote = z.infer<typeof accountNoteSchema>
