import * as z from 'zod/mini'
import { uuidSchema } from '../wire/id-schema.ts'
import { text } from '../wire/text.ts'
import { articleLocaleSchema } from './article.ts'
import { articleLimits } from './limits.ts'

/** What came of one search, told after it is over; nothing in it says who searched. */
export const searchOutcomeSchema = z.strictObject({
  locale: articleLocaleSchema,
  /** As it was typed; the server makes one of all ways of writing it, and hides secrets. */
  query: text(articleLimits.query),
  /** How many articles were found. */
  found: z.int().check(z.gte(0)),
  /** Whether one of them was opened. */
  opened: z.boolean(),
  /** Whether somebody said that one of them solved it, and so did not need a ticket. */
  solved: z.boolean(),
  /** Whether a ticket was raised afterwards all the same. */
  ticket: z.boolean(),
})
export type SearchOutcome = z.infer<typeof searchOutcomeSchema>

/** Many at once: a page collects them and tells them when there is nothing else to do. */
export const searchOutcomesSchema = z.strictObject({
  id: uuidSchema,
  searches: z.array(searchOutcomeSchema).check(z.minLength(1), z.maxLength(articleLimits.outcomes)),
})

/** What all who searched for the same came to, over a time. */
export const searchReportSchema = z.object({
  locale: z.string(),
  query: z.string(),
  searches: z.int(),
  withoutResult: z.int(),
  /** Found something, and nothing was opened or solved it. */
  withoutClick: z.int(),
  ticketAfter: z.int(),
  /** An article solved it, and no ticket was raised: one that was not needed. */
  solved: z.int(),
})
