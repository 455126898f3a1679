import * as z from 'zod/mini'
import { customerSideRoles, providerSideRoles } from '../service/roles.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { accountIdSchema } from './account.ts'

/** Somebody of a customer, as the provider's staff see them. */
export const personSchema = z.object({
  id: z.string(),
  /** Null where it was never told, or was erased. */
  name: z.nullable(z.string()),
  email: z.nullable(z.string()),
  emailVerified: z.boolean(),
  locale: z.nullable(z.string()),
  /** The account that their last token named. */
  account: z.nullable(z.string()),
  /** What they were made besides, by account. */
  memberships: z.array(z.object({ account: z.string(), role: z.enum(customerSideRoles) })),
})
export type Person = z.infer<typeof personSchema>

/** A command. `role` null takes it back: the person is what its token says. */
export const newMembershipSchema = z.strictObject({
  id: uuidSchema,
  account: accountIdSchema,
  role: z.nullable(z.enum(customerSideRoles)),
})

/** A command: all the accounts that a partner serves from now on. */
export const newServedSchema = z.strictObject({
  id: uuidSchema,
  accounts: z.array(accountIdSchema).check(z.maxLength(200)),
})

/** A member of the provider's staff, for choosing who a ticket goes to. */
export const staffMemberSchema = z.object({
  id: z.string(),
  name: z.string(),
  role: z.enum(providerSideRoles),
  /** By the ids of the service definition; null: the whole desk. */
  teams: z.nullable(z.array(z.string())),
  skills: z.array(z.string()),
  languages: z.array(z.string()),
})
export type StaffMember = z.infer<typeof staffMemberSchema>
