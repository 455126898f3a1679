// What only the provider's side calls: apart, so that no customer's page pays for it.
import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import type { RouteSchemas } from '../wire/route.ts'
import { candidatesSchema } from './assignment-schema.ts'
import { bulkOutcomeSchema, newBulkActionSchema } from './bulk.ts'
import { actOnTicketSchemas } from './case-contracts.ts'
import { writeProblems } from './contracts.ts'
import { macroChangeSchema, macroOutcomeSchema, macroRunSchema, macroSchema, newMacroSchema } from './macro-schema.ts'
import { ticketParams } from './message-contracts.ts'
import { similarTicketsSchema } from './similar.ts'
import { newViewSchema, viewChangeSchema, viewSchema } from './view.ts'

const viewParams = z.strictObject({ viewId: uuidSchema })
const macroParams = z.strictObject({ macroId: uuidSchema })
const removed = z.object({ id: z.string() })
const removalProblems = [
  'not_found',
  'idempotency_key_missing',
  'idempotency_in_flight',
  'idempotency_mismatch',
] as const

export const actOnTicketsSchemas = {
  summary: 'Do the same with many tickets; each is done or refused by itself',
  body: newBulkActionSchema,
  output: bulkOutcomeSchema,
  problems: writeProblems,
} as const satisfies RouteSchemas

export const findSimilarSchemas = {
  summary: 'Open tickets of the same account or requester that may be about the same',
  params: ticketParams,
  output: similarTicketsSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const rankAssigneesSchemas = {
  summary: 'Who could take a ticket, best first, by team, skills, language, working hours and load',
  params: ticketParams,
  output: candidatesSchema,
  problems: ['not_found'],
} as const satisfies RouteSchemas

export const listViewsSchemas = {
  summary: 'Saved views: the caller’s own, and those shared with its teams',
  output: z.object({ items: z.array(viewSchema) }),
  problems: [],
} as const satisfies RouteSchemas

export const createViewSchemas = {
  summary: 'Save a view; only leads and managers share one with a team',
  body: newViewSchema,
  output: viewSchema,
  problems: writeProblems,
} as const satisfies RouteSchemas

export const changeViewSchemas = {
  summary: 'Change a view of one’s own, or, for leads and managers, a shared one',
  params: viewParams,
  body: viewChangeSchema,
  output: viewSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const removeViewSchemas = {
  summary: 'Remove a view of one’s own, or, for leads and managers, a shared one',
  params: viewParams,
  output: removed,
  problems: removalProblems,
} as const satisfies RouteSchemas

export const listMacrosSchemas = {
  summary: 'Macros, by name',
  output: z.object({ items: z.array(macroSchema) }),
  problems: [],
} as const satisfies RouteSchemas

export const createMacroSchemas = {
  summary: 'Make a macro',
  body: newMacroSchema,
  output: macroSchema,
  problems: writeProblems,
} as const satisfies RouteSchemas

export const changeMacroSchemas = {
  summary: 'Change a macro',
  params: macroParams,
  body: macroChangeSchema,
  output: macroSchema,
  problems: [...writeProblems, 'not_found'],
} as const satisfies RouteSchemas

export const removeMacroSchemas = {
  summary: 'Remove a macro; what it did stays done',
  params: macroParams,
  output: removed,
  problems: removalProblems,
} as const satisfies RouteSchemas

export const runMacroSchemas = {
  summary: 'Reply to a ticket by a macro and do what it holds, all of it or nothing',
  params: ticketParams,
  body: macroRunSchema,
  output: macroOutcomeSchema,
  problems: actOnTicketSchemas.problems,
} as const satisfies RouteSchemas
