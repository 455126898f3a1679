import type { Ticket } from '@aftercare/protocol'
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import { ticketList } from './ticket-list.ts'

export type UnreadState =
  /** Nothing was read yet, or it could not be. */
  | { readonly status: 'unknown' }
  /** `more`: there may be others, further down than was read. */
  | { readonly status: 'known'; readonly count: number; readonly more: boolean }

/** How many tickets have news since the person last looked at them. Asks the server while somebody watches. */
export const unread = (core: Core): ReadableAtom<UnreadState> => core.column(column)

function column(core: Core): ReadableAtom<UnreadState> {
  const $unread = atom<UnreadState>({ status: 'unknown' })
  onMount($unread, () =>
    ticketList(core).$state.subscribe((state) => {
      if (state.status !== 'ready' || !state.news) return $unread.set({ status: 'unknown' })
      const { news, tickets, next } = state
      // Last changed first: where the last that was read is old, all that follow are.
      const more = next !== null && tickets.length > 0 && news.has(tickets.at(-1)!.id)
      $unread.set({ status: 'known', count: news.size, more })
    }),
  )
  return $unread
}

/** Says that the person sees the ticket as it is now: it has no news any more, in other tabs neither. */
export async function markSeen(core: Core, ticket: Ticket): Promise<void> {
  const { seen } = await import('./seen.ts')
  await seen(core).mark(ticket)
}
