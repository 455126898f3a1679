import {
  actOnTicket,
  type Correction,
  correctTicket,
  type FieldError,
  type Ticket,
  type TicketAction,
} from '@aftercare/protocol'
import { correctionSchema, fieldErrors, ticketActionSchema } from '@aftercare/protocol/schemas'
import type { Core } from '../core.ts'
import type { Submission } from '../outbox/submission.ts'
import { refuse } from './refuse.ts'

/** Checks an action and hands it to the outbox, behind what the ticket still has to send. */
export async function queueAction(core: Core, ticketId: string, action: TicketAction): Promise<Submission<Ticket>> {
  refuse(errorsOf(ticketActionSchema.safeParse(action), action))
  const outbox = await core.outbox()
  const submission = await outbox.submit({ write: { kind: 'action', action }, conversation: ticketId })
  // The outbox parses the answer to an action as a ticket.
  return submission as Submission<Ticket>
}

/**
 * Checks a correction and hands it to the outbox. Of `seen` only what is corrected counts; what this page still has to
 * correct was seen as it will be.
 */
export async function queueCorrection(
  core: Core,
  ticketId: string,
  correction: Correction,
  seen: Correction,
): Promise<Submission<Ticket>> {
  refuse(errorsOf(correctionSchema.safeParse(correction), correction))
  const outbox = await core.outbox()
  const onTheirWay = outbox.$entries.get().flatMap(({ conversation, write, state: { status } }) => {
    const over = status === 'acknowledged' || status === 'cancelled'
    return conversation === ticketId && write.kind === 'correction' && !over ? [write.correction] : []
  })
  const expected: Correction = Object.assign({}, seen, ...onTheirWay)
  const names = Object.keys(correction) as (keyof Correction)[]
  const before: Correction = Object.fromEntries(names.map((name) => [name, expected[name]]))
  const write = { kind: 'correction', correction, seen: before } as const
  return (await outbox.submit({ write, conversation: ticketId })) as Submission<Ticket>
}

/** A browser remembers that a module did not come: what sending needs is there before the network may be gone. */
export async function prepareActions(core: Core): Promise<void> {
  const schemas = [actOnTicket.schemas(), correctTicket.schemas()]
  await Promise.all([import('../outbox/deliver-action.ts'), ...schemas, core.outbox()])
}

function errorsOf(
  { error }: ReturnType<typeof correctionSchema.safeParse | typeof ticketActionSchema.safeParse>,
  of: object,
): FieldError[] {
  return fieldErrors(error?.issues ?? [], of)
}
