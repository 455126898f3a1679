import type { VisitState } from '@aftercare/protocol'
import type { Acting } from './apply-action.ts'
import type { Effects } from './effects.ts'
import { findVisit, insertVisit, updateVisit, type VisitRow } from './parts-store.ts'
import { refused } from './refused.ts'

/** What has to come before. A remote session may be reported without having been stopped by hand. */
const follows: Readonly<Record<Exclude<VisitState, 'offered'>, readonly VisitState[]>> = {
  accepted: ['offered', 'accepted'],
  started: ['accepted'],
  stopped: ['started'],
  reported: ['started', 'stopped'],
  signed: ['reported'],
}

/** @throws ProblemError where the ticket has no such visit, or it has not come so far */
async function visitOf({ writing, ticket }: Acting, id: string, to: keyof typeof follows): Promise<VisitRow> {
  const [visit] = await findVisit(writing.tx, { tenant: writing.tenant, ticket: ticket.id, id })
  if (!visit || !follows[to].includes(visit.state as VisitState)) throw refused('visit')
  return visit
}

export const visitEffects: Effects<
  'offer_visit' | 'accept_visit' | 'start_visit' | 'stop_visit' | 'report_visit' | 'sign_visit'
> = {
  async offer_visit({ writing, ticket }, { visit, mode, purpose, slots }) {
    const { tx, tenant, now } = writing
    const wrong = slots.findIndex(({ from, to }) => Date.parse(from) <= now || from >= to)
    if (wrong >= 0) throw refused(`slots/${wrong}`)
    const [made] = await insertVisit(tx, {
      ...{ tenant, id: visit, ticket_id: ticket.id, mode, purpose, state: 'offered', created_at: now },
      slots: JSON.stringify(slots),
    })
    if (!made) throw refused('visit')
    return { entries: [{ type: 'visit_offered', visit, mode, purpose, slots }], audit: { visit, mode } }
  },

  async accept_visit(acting, { visit: id, slot: index }) {
    const { tx, tenant } = acting.writing
    const visit = await visitOf(acting, id, 'accepted')
    const slot = (JSON.parse(visit.slots) as readonly { from: string; to: string }[])[index]
    if (!slot || Date.parse(slot.to) <= acting.writing.now) throw refused('slot')
    await updateVisit(tx, { tenant, id }, { state: 'accepted', accepted_slot: index })
    return { entries: [{ type: 'visit_accepted', visit: id, slot }], audit: { visit: id } }
  },

  async start_visit(acting, { visit: id }) {
    const { tx, tenant, now } = acting.writing
    const { mode } = await visitOf(acting, id, 'started')
    await updateVisit(tx, { tenant, id }, { state: 'started', started_at: now })
    return { entries: [{ type: 'visit_started', visit: id, mode }], audit: { visit: id } }
  },

  async stop_visit(acting, { visit: id }) {
    const { tx, tenant, now } = acting.writing
    await visitOf(acting, id, 'stopped')
    await updateVisit(tx, { tenant, id }, { state: 'stopped', stopped_at: now })
    return { entries: [{ type: 'visit_stopped', visit: id }], audit: { visit: id } }
  },

  async report_visit(acting, { visit: id, report }) {
    const { tx, tenant, now } = acting.writing
    const visit = await visitOf(acting, id, 'reported')
    await updateVisit(tx, { tenant, id }, { state: 'reported', report, stopped_at: visit.stopped_at ?? now })
    return { entries: [{ type: 'visit_reported', visit: id, report }], audit: { visit: id } }
  },

  async sign_visit(acting, { visit: id, name }) {
    const { tx, tenant, now } = acting.writing
    await visitOf(acting, id, 'signed')
    await updateVisit(tx, { tenant, id }, { state: 'signed', signed_by: name, signed_at: now })
    return { entries: [{ type: 'visit_signed', visit: id, name }], audit: { visit: id } }
  },
}
