// For programs: a client that is made and not used pays for none of what follows.
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import type { TicketCase } from './details-states.ts'
import type { UnreadState } from './news.ts'
import type { TicketCountsState } from './ticket-counts.ts'
import type { Conversation, TicketList, TicketQuery } from './ticket-states.ts'

const loading = { status: 'loading' } as const
const failed = { status: 'failed', reason: { kind: 'offline' } } as const

/** A store whose code loads when somebody first watches it; `otherwise` is its state where that does not load. */
function laterStore<State>(initial: State, otherwise: State, open: () => Promise<ReadableAtom<State>>) {
  const $state = atom<State>(initial)
  onMount($state, () => {
    let stopped = false
    let stop = () => {}
    open().then(
      ($opened) => {
        if (!stopped) stop = $opened.subscribe((value) => $state.set(value as State))
      },
      () => $state.set(otherwise),
    )
    return () => {
      stopped = true
      stop()
    }
  })
  return $state
}

/** The tickets' columns of a core; each loads when it is first watched or acted on. */
export function laterTickets(core: Core) {
  const made = new Map<string, unknown>()
  function once<T>(key: string, make: () => T): T {
    if (!made.has(key)) made.set(key, make())
    // Only what this key stands for is kept under it.
    return made.get(key) as T
  }
  return {
    list(query: TicketQuery = {}): TicketList {
      const open = async () => (await import('./ticket-list.ts')).ticketList(core, query)
      const make = (): TicketList => ({
        $state: laterStore<ReturnType<TicketList['$state']['get']>>(loading, failed, async () => (await open()).$state),
        more: async () => (await open()).more(),
        refresh: async () => (await open()).refresh(),
      })
      return query.q ? make() : once(`list ${JSON.stringify([query.status, query.type])}`, make)
    },
    counts: (query?: Omit<TicketQuery, 'status'>): ReadableAtom<TicketCountsState> =>
      laterStore<TicketCountsState>(loading, failed, async () =>
        (await import('./ticket-counts.ts')).ticketCounts(core, query),
      ),
    open(ticketId: string): Conversation {
      const open = async () => (await import('./conversation.ts')).conversation(core, ticketId)
      return once(`open ${ticketId}`, () => ({
        $state: laterStore<ReturnType<Conversation['$state']['get']>>(
          loading,
          failed,
          async () => (await open()).$state,
        ),
        reply: async (input, options) => (await open()).reply(input, options),
        prepare: async () => (await open()).prepare(),
        earlier: async () => (await open()).earlier(),
        refresh: async () => (await open()).refresh(),
      }))
    },
    details(ticketId: string): TicketCase {
      const open = async () => (await import('./ticket-details.ts')).ticketDetails(core, ticketId)
      return once(`details ${ticketId}`, () => ({
        $state: laterStore<ReturnType<TicketCase['$state']['get']>>(loading, failed, async () => (await open()).$state),
        act: async (action) => (await open()).act(action),
        correct: async (correction, seen) => (await open()).correct(correction, seen),
        prepare: async () => (await open()).prepare(),
        earlier: async () => (await open()).earlier(),
        refresh: async () => (await open()).refresh(),
      }))
    },
    unread: (): ReadableAtom<UnreadState> =>
      laterStore<UnreadState>({ status: 'unknown' }, { status: 'unknown' }, async () =>
        (await import('./news.ts')).unread(core),
      ),
  }
}
