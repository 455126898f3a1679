import * as z from 'zod/mini'
import { personReferenceSchema } from '../tickets/ticket.ts'
import { uuidSchema } from '../wire/id-schema.ts'
import { page, pageQuery } from '../wire/page.ts'
import type { ProblemCode } from '../wire/problem.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { text } from '../wire/text.ts'
import {
  accountChangeSchema,
  accountIdSchema,
  accountNoteSchema,
  accountSchema,
  accountSummarySchema,
  deploymentChangeSchema,
  newAccountNoteSchema,
  newAccountSchema,
  newDeploymentSchema,
  newUpgradeSchema,
  ownAccountSchema,
} from './account.ts'
import { newMembershipSchema, newServedSchema, personSchema, staffMemberSchema } from './person.ts'

const accountParams = z.strictObject({ account: accountIdSchema })
const deploymentParams = z.strictObject({ account: accountIdSchema, deployment: uuidSchema })

const writeProblems = [
  'malformed_json',
  'body_too_large',
  'unsupported_media_type',
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_mismatch',
] as const satisfies readonly ProblemCode[]
const editProblems = [...writeProblems, 'not_found', 'precondition_required', 'precondition_failed'] as const

export const readOwnAccountSchemas = {
  summary: 'The account that the caller speaks for',
  output: ownAccountSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listColleaguesSchemas = {
  summary: 'Names of the people of the caller’s account, or, for a partner, of one that it serves',
  query: z.strictObject({ ...pageQuery, account: z.optional(accountIdSchema) }),
  output: page(personReferenceSchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listAccountsSchemas = {
  summary: 'The accounts, by id; `search` finds a part of id or name',
  query: z.strictObject({ ...pageQuery, search: z.optional(text(200)) }),
  output: page(accountSummarySchema),
  problems: [],
} as const satisfies RouteSchemas

export const readAccountSchemas = {
  summary: 'One account with its contacts, projects and deployments',
  params: accountParams,
  output: accountSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const createAccountSchemas = {
  summary: 'Make an account before anybody of it was seen',
  body: newAccountSchema,
  output: accountSchema,
  problems: [...writeProblems, 'id_unavailable'],
} as const satisfies RouteSchemas

export const updateAccountSchemas = {
  summary: 'Put right what is known of an account; an edit, so it needs the ETag of the account as If-Match',
  params: accountParams,
  body: accountChangeSchema,
  output: accountSchema,
  problems: [...editProblems, 'id_unavailable'],
} as const satisfies RouteSchemas

export const setServedAccountsSchemas = {
  summary: 'Say which accounts the people of a partner’s account work for',
  params: accountParams,
  body: newServedSchema,
  output: accountSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const addDeploymentSchemas = {
  summary: 'A product that a customer has in use',
  params: accountParams,
  body: newDeploymentSchema,
  output: accountSchema,
  problems: [...writeProblems, 'not_found', 'id_unavailable'],
} as const satisfies RouteSchemas

export const updateDeploymentSchemas = {
  summary: 'Put right what is known of a deployment; an edit, so it needs the ETag of the account as If-Match',
  params: deploymentParams,
  body: deploymentChangeSchema,
  output: accountSchema,
  problems: editProblems,
} as const satisfies RouteSchemas

export const recordUpgradeSchemas = {
  summary: 'Another version of a deployment, since when, and the backup before it',
  params: deploymentParams,
  body: newUpgradeSchema,
  output: accountSchema,
  problems: [...writeProblems, 'not_found', 'id_unavailable'],
} as const satisfies RouteSchemas

export const listAccountNotesSchemas = {
  summary: 'What staff noted of an account, newest first',
  params: accountParams,
  query: z.strictObject(pageQuery),
  output: page(accountNoteSchema),
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const addAccountNoteSchemas = {
  summary: 'Note something of an account, for staff alone',
  params: accountParams,
  body: newAccountNoteSchema,
  output: accountNoteSchema,
  problems: [...writeProblems, 'not_found', 'id_unavailable'],
} as const satisfies RouteSchemas

export const listPeopleSchemas = {
  summary: 'The people of customers; `search` finds a part of name or address, `account` those of one account',
  query: z.strictObject({
    ...pageQuery,
    account: z.optional(accountIdSchema),
    search: z.optional(text(200)),
  }),
  output: page(personSchema),
  problems: [],
} as const satisfies RouteSchemas

export const setMembershipSchemas = {
  summary: 'Make a person something in an account, or take it back',
  params: z.strictObject({ person: uuidSchema }),
  body: newMembershipSchema,
  output: personSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const listStaffSchemas = {
  summary: 'The provider’s staff with their teams, skills and languages, by name',
  query: z.strictObject({ ...pageQuery, team: z.optional(z.string().check(z.maxLength(40))) }),
  output: page(staffMemberSchema),
  problems: [],
} as const satisfies RouteSchemas
