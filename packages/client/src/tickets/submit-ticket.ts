import type { Ticket } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import type { Submission } from '../outbox/submission.ts'
import type { SubmitOptions, TicketInput } from './ticket-states.ts'

/**
 * Raises a ticket. Resolves once it is kept on this device, or in memory where the device refuses (`durable: false`
 * in its state); `acknowledged` of what it resolves with, once the server has it. Rejects with the `SupportProblem`
 * `validation_failed` when the server would refuse it, also for files that the tenant does not take, where this page knows
 * the service definition already (`service(core)`); else the server says so. Answers are checked by `checkTicket`.
 */
export async function submitTicket(
  core: Core,
  input: TicketInput,
  options?: SubmitOptions,
): Promise<Submission<Ticket>> {
  const { queueTicket } = await import('./queue.ts')
  return queueTicket(core, input, options)
}

/** Loads ahead what `submitTicket` needs; call it while the person types. */
export async function prepareSubmit(core: Core): Promise<void> {
  const { prepare } = await import('./queue.ts')
  await prepare(core)
}
