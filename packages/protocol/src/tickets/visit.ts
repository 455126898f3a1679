import * as z from 'zod/mini'
import { instantSchema } from '../wire/instant.ts'

/** Remote: consent, start, stop, report. On site: slots offered, one accepted, arrived, report, signed. */
export const visitModes = ['remote', 'on_site'] as const
export const visitStates = ['offered', 'accepted', 'started', 'stopped', 'reported', 'signed'] as const
export type VisitState = (typeof visitStates)[number]

export const slotSchema = z.strictObject({ from: instantSchema, to: instantSchema })

export const visitSchema = z.object({
  id: z.string(),
  mode: z.enum(visitModes),
  state: z.enum(visitStates),
  purpose: z.string(),
  slots: z.array(z.object({ from: instantSchema, to: instantSchema })),
  /** The slot that the customer took; accepting it is the consent to a remote session. */
  accepted: z.nullable(z.object({ from: instantSchema, to: instantSchema })),
  startedAt: z.nullable(instantSchema),
  stoppedAt: z.nullable(instantSchema),
  report: z.nullable(z.string()),
  /** Who signed the report, as written. */
  signedBy: z.nullable(z.string()),
  signedAt: z.nullable(instantSchema),
})
export type Visit = z.infer<typeof visitSchema>
