// For programs: a client that is made and not used pays for none of this.
import { atom, onMount, type ReadableAtom } from 'nanostores'
import type { Core } from '../core.ts'
import type { TicketCase, TicketDetailsState } from './details-states.ts'

/** A store whose code loads when somebody first watches it; `failed` is its state where it does not load. */
export function laterStore<State>(
  initial: State,
  failed: State,
  open: () => Promise<ReadableAtom<State>>,
): ReadableAtom<State> {
  const $state = atom<State>(initial)
  onMount($state, () => {
    let stopped = false
    let stop = () => {}
    open().then(
      ($opened) => {
        if (!stopped) stop = $opened.subscribe((value) => $state.set(value as State))
      },
      () => $state.set(failed),
    )
    return () => {
      stopped = true
      stop()
    }
  })
  return $state
}

/** The details of a ticket, whose code loads when they are first watched or acted on. */
export function laterDetails(core: Core, ticketId: string): TicketCase {
  const open = async () => (await import('./ticket-details.ts')).ticketDetails(core, ticketId)
  const failed: TicketDetailsState = { status: 'failed', reason: { kind: 'offline' } }
  return {
    $state: laterStore<TicketDetailsState>({ status: 'loading' }, failed, async () => (await open()).$state),
    act: async (action) => (await open()).act(action),
    correct: async (correction, seen) => (await open()).correct(correction, seen),
    earlier: async () => (await open()).earlier(),
    refresh: async () => (await open()).refresh(),
  }
}
