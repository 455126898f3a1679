import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import type { TicketList, TicketListState, TicketQuery } from './ticket-states.ts'

/** The tickets the signed-in person may see, with what is still on its way. */
export function ticketList(_core: Core, _query: TicketQuery = {}): TicketList {
  return { $state: atom<TicketListState>({ status: 'loading' }), more: async () => {}, refresh: async () => {} }
}
