import { createTicket, type Ticket } from '@aftercare/protocol'
import type { Core } from '../core.ts'
import { known } from '../known-definition.ts'
import type { Submission } from '../outbox/submission.ts'
import { refuse } from './refuse.ts'
import type { SubmitOptions, TicketInput } from './ticket-states.ts'

/** Checks a ticket and hands it to the outbox. */
export async function queueTicket(core: Core, input: TicketInput, options?: SubmitOptions) {
  const [{ ticketErrors }, outbox] = await Promise.all([import('./ticket-errors.ts'), core.outbox()])
  refuse(await ticketErrors(input, core.column(known).service?.files))
  const { description = '', attachments, locale = core.locale ?? 'en', channel = 'sdk', ...said } = input
  const write = { kind: 'ticket', ...said, description, locale: languageTag(locale), channel } as const
  const submission = await outbox.submit({ write, attachments, draft: options?.draft })
  // The outbox parses the answer to a ticket as a ticket.
  return submission as Submission<Ticket>
}

export async function prepare(core: Core): Promise<void> {
  await Promise.all([import('./ticket-errors.ts'), createTicket.schemas(), core.outbox()])
}

/** A host's odd notation (`en_US`) is no reason to refuse a person's ticket. */
function languageTag(locale: string): string {
  const tag = locale.replaceAll('_', '-')
  return /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(tag) && tag.length <= 35 ? tag : 'en'
}
