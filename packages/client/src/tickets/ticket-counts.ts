import { countTickets, type TicketStatus } from '@aftercare/protocol'
import type { ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import type { Failure } from '../failure.ts'
import { createReading } from './reading.ts'
import type { TicketQuery } from './ticket-states.ts'

export type TicketCountsState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | { readonly status: 'ready'; readonly counts: Readonly<Record<TicketStatus, number>>; readonly total: number }

/** How many tickets of each status there are, among those of a type or with some words. Counts while somebody watches. */
export function ticketCounts(
  core: Core,
  { type, q }: Omit<TicketQuery, 'status'> = {},
): ReadableAtom<TicketCountsState> {
  const kept = core.column(column)
  const key = JSON.stringify([type, q])
  const store = kept.get(key) ?? createCounts(core, { ...(type && { type }), ...(q && { q }) })
  if (!q) kept.set(key, store)
  return store
}

const column = () => new Map<string, ReadableAtom<TicketCountsState>>()

function createCounts(core: Core, query: { type?: string; q?: string }): ReadableAtom<TicketCountsState> {
  let counted: Extract<TicketCountsState, { status: 'ready' }> | undefined
  const reading = createReading<TicketCountsState>(core, {
    initial: { status: 'loading' },
    passing: Boolean(query.q),
    async read() {
      const { counts, total } = await core.call(countTickets, { query })
      return () => {
        counted = { status: 'ready', counts, total }
      }
    },
    event: () => void reading.refresh(),
    answer: () => void reading.refresh(),
    forget() {
      counted = undefined
    },
    state: (_, failure) => counted ?? { status: 'failed', reason: failure ?? { kind: 'offline' } },
  })
  return reading.$state
}
