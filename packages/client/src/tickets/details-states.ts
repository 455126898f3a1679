import type { Correction, Ticket, TicketAction, TicketDetails, TimelineEntry } from '@aftercare/protocol'
import type { ReadableAtom } from 'nanostores'
import type { Failure } from '../failure.ts'
import type { ConnectionState } from '../live/connection.ts'
import type { Write } from '../outbox/outbox-entry.ts'
import type { Submission } from '../outbox/submission.ts'
import type { Pending } from './ticket-states.ts'

/** Something done with a ticket that the server has not taken yet: it is on its way, and not done. */
export interface PendingAction extends Pending<Ticket> {
  readonly write: Extract<Write, { readonly kind: 'action' | 'correction' }>
}

export type TicketDetailsState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly reason: Failure }
  | {
      readonly status: 'ready'
      readonly details: TicketDetails
      /** What happened, newest first. */
      readonly timeline: readonly TimelineEntry[]
      /** Not acknowledged yet, oldest first. */
      readonly pending: readonly PendingAction[]
      /** Cursor of what happened before, null at the beginning. */
      readonly earlier: string | null
      readonly loadingEarlier: boolean
      readonly connection: ConnectionState
      /** Why the last reading failed, while what was read before is still shown. */
      readonly stale?: Failure
    }

export interface TicketCase {
  readonly $state: ReadableAtom<TicketDetailsState>
  /**
   * Does something with the ticket besides writing to it. Resolves once that is kept on this device; what the server
   * then refuses needs attention (`action_not_possible`, `ticket_closed`, `reopen_window_over`, `forbidden`). Rejects
   * with the `SupportProblem` `validation_failed` where it could not be sent at all.
   */
  act(action: TicketAction): Promise<Submission<Ticket>>
  /**
   * Puts right what the ticket says. `seen` is what stood there when the person began, member for member: where it has
   * changed by the time this arrives, nothing is written over (`precondition_failed`).
   */
  correct(correction: Correction, seen: Correction): Promise<Submission<Ticket>>
  /** Loads ahead what `act` and `correct` need, so that both are kept and sent although the network goes and comes. */
  prepare(): Promise<void>
  /** Reads what happened before. */
  earlier(): Promise<void>
  refresh(): Promise<void>
}
