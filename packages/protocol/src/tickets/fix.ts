import * as z from 'zod/mini'
import { instantSchema } from '../wire/instant.ts'
import { requiredText } from '../wire/text.ts'
import { limits } from './limits.ts'

/** A way around a problem, or its end: promised for a date, there, or taken back. */
export const fixStates = ['planned', 'available', 'withdrawn'] as const

const members = {
  state: z.enum(fixStates),
  /** When it is or was to be available; null where no date is named. */
  date: z.nullable(instantSchema),
}

/** What an agent says of a workaround or a permanent fix. */
export const newFixSchema = z.strictObject({ ...members, text: requiredText(limits.messageBody) })

export const fixSchema = z.object({ ...members, text: z.string(), updatedAt: instantSchema })
export type Fix = z.infer<typeof fixSchema>
