import type { FieldError } from '../wire/problem.ts'
import type { CloseReason } from './close-reason.ts'
import type { Guard } from './lifecycle.ts'

/** Parts of what a solved problem leaves behind. */
export const summaryParts = ['cause', 'solution', 'prevention'] as const
export type SummaryPart = (typeof summaryParts)[number]

/** What the guards look at. Instants in milliseconds since 1970. */
export interface GuardFacts {
  readonly now: number
  readonly side: 'requester' | 'agent' | 'system'
  /** Parts that this ticket's type cannot be resolved without; a solution always is. */
  readonly needs: readonly SummaryPart[]
  /** What the action or the ticket says of each part. */
  readonly summary: Readonly<Partial<Record<SummaryPart, string | null | undefined>>>
  readonly closeReason: CloseReason | null
  readonly closedAt: number | null
  readonly reopenWithinDays: number
  /** Days of silence after which this ticket is closed; null: never. */
  readonly silenceDays: number | null
  /** The announced end of the silence; null where none was announced. */
  readonly closesAt: number | null
}

/** Why a guard does not hold: a problem code of the wire, with the fields that are missing. */
export type GuardFailure =
  | { readonly code: 'validation_failed'; readonly errors: readonly FieldError[] }
  | { readonly code: 'action_not_possible' | 'reopen_window_over' }

const day = 24 * 60 * 60 * 1000

/** The first guard that does not hold, or undefined. Pure. */
export function checkGuards(guards: readonly Guard[], facts: GuardFacts): GuardFailure | undefined {
  for (const guard of guards) {
    const failure = checks[guard](facts)
    if (failure) return failure
  }
  return undefined
}

const checks: Record<Guard, (facts: GuardFacts) => GuardFailure | undefined> = {
  closure_summary({ needs, summary }) {
    const missing = summaryParts.filter((part) => (part === 'solution' || needs.includes(part)) && !summary[part])
    if (missing.length === 0) return undefined
    return {
      code: 'validation_failed',
      errors: missing.map((part) => ({ pointer: `/action/${part}`, code: 'required' as const })),
    }
  },
  reopen_window({ closeReason, closedAt, now, side, reopenWithinDays }) {
    // What was merged goes on in the other ticket.
    if (closeReason === 'merged') return { code: 'action_not_possible' }
    // A ticket taken for spam can be brought back by those who may say so, not by its sender.
    if (side !== 'requester') return undefined
    if (closeReason === 'spam') return { code: 'action_not_possible' }
    const over = closedAt === null || now > closedAt + reopenWithinDays * day
    return over ? { code: 'reopen_window_over' } : undefined
  },
  silence_allowed({ silenceDays, closesAt }) {
    return silenceDays === null || closesAt !== null ? { code: 'action_not_possible' } : undefined
  },
  silence_announced({ closesAt, now }) {
    return closesAt === null || now < closesAt ? { code: 'action_not_possible' } : undefined
  },
}
