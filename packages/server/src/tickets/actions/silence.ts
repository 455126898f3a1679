import type { AuditNote } from '../../journal/write.ts'
import type { CompiledService } from '../../service/compiled-service.ts'
import { type TicketRow, updateTicket } from '../store.ts'
import { type Acting, applyAction, type Effect } from './apply-action.ts'
import { closeSolved } from './closing-effects.ts'
import { silenceOf } from './silence-rule.ts'

const day = 24 * 60 * 60 * 1000

/** Tells the requester when silence will close the ticket: never sooner than the service says, however late it is told. */
async function announceClosure({ writing, service, ticket }: Acting): Promise<Effect> {
  const silence = silenceOf(service, ticket.type)!
  const closesAt = writing.now + (silence.closeAfterDays - silence.remindAfterDays) * day
  return {
    change: { closes_at: closesAt, silence_at: closesAt },
    entries: [{ type: 'closure_announced', closesAt: new Date(closesAt).toISOString() }],
    audit: { closesAt },
  }
}

/** What a resolved ticket that nobody answered has come to: its closing is announced, or it is closed as announced. */
export async function actOnSilence(
  writing: Acting['writing'],
  ticket: TicketRow,
  service: CompiledService,
): Promise<AuditNote> {
  const { tx, tenant, eventSeq } = writing
  const acting: Acting = { writing, ticket, service, actor: null, role: 'system' }
  if (ticket.status !== 'resolved' || !silenceOf(service, ticket.type)) {
    await updateTicket(tx, { tenant, id: ticket.id }, { silence_at: null, closes_at: null })
    return { action: 'ticket.silence_dropped', details: { ticket: ticket.id } }
  }
  const name = ticket.closes_at === null ? 'announce_closure' : 'close_for_silence'
  let audit: Effect['audit']
  const { audience } = await applyAction(acting, name, async () => {
    const effect = await (name === 'announce_closure' ? announceClosure(acting) : closeSolved(acting, 'silence'))
    audit = effect.audit
    return effect
  })
  await writing.appendEvent({ type: 'ticket.updated', ticketId: ticket.id, audience })
  return { action: `ticket.${name}`, details: { ticket: ticket.id, event: eventSeq, ...audit } }
}
