import type { Ticket } from '@aftercare/protocol'
import { atom } from 'nanostores'
import type { Core } from '../core.ts'
import type { OutboxState, Submission } from '../outbox/submission.ts'
import type { SubmitOptions, TicketInput } from './ticket-states.ts'

/** Resolves once the ticket is kept on this device, or in memory where the device refuses (`durable: false`). */
export async function submitTicket(
  _core: Core,
  _input: TicketInput,
  _options?: SubmitOptions,
): Promise<Submission<Ticket>> {
  return {
    id: '00000000-0000-4000-8000-000000000000',
    $state: atom<OutboxState<Ticket>>({ status: 'queued', durable: false }),
    acknowledged: new Promise(() => {}),
    retry: () => {},
    cancel: async () => {},
  }
}

/** Loads ahead what `submitTicket` needs; call it while the person types. */
export async function prepareSubmit(_core: Core): Promise<void> {}
