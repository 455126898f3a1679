import * as z from 'zod/mini'
import { instantSchema } from '../wire/instant.ts'
import { text } from '../wire/text.ts'
import type { DiagnosticKind } from './kinds.ts'
import { diagnosticLimits } from './limits.ts'

/**
 * One line of what a page noted, as the person saw it before it was sent. `text` alone is what a person edits. Kinds
 * are an open list: what a newer page notes is kept by a server that has never heard of it.
 */
export const diagnosticLineSchema = z.strictObject({
  kind: z.string().check(z.regex(/^[a-z][a-z0-9_]{0,39}$/)),
  at: instantSchema,
  /** A console line's level, a request's method; otherwise what `text` is the value of. */
  name: z.optional(text(diagnosticLimits.text)),
  text: text(diagnosticLimits.text),
  /** Of a request: its HTTP status; absent where no answer came. */
  status: z.optional(z.int()),
  /** Milliseconds. */
  duration: z.optional(z.int()),
})
/** One line, of a kind that this version knows or of a later one. */
export type DiagnosticLine = Omit<z.infer<typeof diagnosticLineSchema>, 'kind'> & {
  readonly kind: DiagnosticKind | (string & {})
}

/** The lines that come with a ticket, oldest first. */
export const diagnosticsSchema = z.array(diagnosticLineSchema).check(z.maxLength(diagnosticLimits.lines))
