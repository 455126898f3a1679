import { draftFromTicket } from '../../knowledge/draft-from-ticket.ts'
import type { NewEntry } from '../history/entry.ts'
import { recordHistory } from '../history/entry.ts'
import { findTicket, updateTicket } from '../store.ts'
import { mayNameEachOther } from '../visibility.ts'
import type { Acting, Effect } from './apply-action.ts'
import { becomesArticle } from './becomes-article.ts'
import type { Effects } from './effects.ts'
import { insertLink, insertWatcher } from './parts-store.ts'
import { refused } from './refused.ts'

/**
 * Closed with somebody's word or announced silence: what a problem taught becomes a draft for an article, which is told of by the
 * write's second event.
 */
export async function closeSolved(acting: Acting, reason: 'verified' | 'silence'): Promise<Effect> {
  const { writing, ticket, service } = acting
  const entries: NewEntry[] = [{ type: 'closed', reason, into: null }]
  if (becomesArticle(service.type(ticket.type))) {
    const draft = await draftFromTicket(writing.part(1), ticket)
    if (draft) entries.push({ type: 'article_drafted', ...draft })
  }
  return { change: { close_reason: reason }, entries }
}

export const closingEffects: Effects<'verify' | 'resolve' | 'take_back' | 'merge' | 'mark_spam'> = {
  verify: (acting) => closeSolved(acting, 'verified'),

  async resolve({ ticket }, { cause, solution, prevention }) {
    const summary = {
      cause: cause ?? ticket.cause,
      solution,
      prevention: prevention ?? ticket.prevention,
    }
    return {
      change: summary,
      entries: [{ type: 'resolved', ...summary }],
    }
  },

  take_back: async () => ({ entries: [] }),

  async merge(acting, { into }) {
    const { writing, ticket, actor } = acting
    const { tx, tenant, now, eventSeq } = writing
    const [other] = into === ticket.id ? [] : await findTicket(tx, { tenant, id: into })
    if (!other || other.status === 'closed' || !mayBeOne(acting, other)) throw refused('into')
    if (!mayNameEachOther(acting.service.definition, ticket.type, other.type)) throw refused('into')
    const seq = eventSeq + 1
    for (const [of, to] of [
      [ticket.id, other.id],
      [other.id, ticket.id],
    ] as const) {
      await insertLink(tx, { tenant, ticket_id: of, other_id: to, relation: 'duplicate', created_at: now })
    }
    const { requester_id: requester } = ticket
    const follows =
      requester !== other.requester_id &&
      (await insertWatcher(tx, { tenant, ticket_id: other.id, person_id: requester, created_at: now })).length > 0
    await recordHistory({ tx, tenant, now, eventSeq: seq }, other.id, actor, [
      { type: 'merged_in', ticket: { id: ticket.id, number: ticket.number } },
      ...(follows ? ([{ type: 'watcher_added', person: requester }] as const) : []),
    ])
    await updateTicket(tx, { tenant, id: other.id }, { updated_at: now, changed_seq: seq })
    return {
      change: { close_reason: 'merged', merged_into: other.id },
      entries: [{ type: 'closed', reason: 'merged', into: { id: other.id, number: other.number } }],
      audit: { into: other.id },
    }
  },

  async mark_spam() {
    return { change: { close_reason: 'spam' }, entries: [{ type: 'closed', reason: 'spam', into: null }] }
  },
}

/** Whoever raised the one will read the other: only within one account, and never what is confidential to another. */
function mayBeOne(
  { ticket, service }: Acting,
  other: { requester_id: string; account: string | null; type: string },
): boolean {
  if (other.requester_id === ticket.requester_id) return true
  const confidential = [ticket, other].some(({ type }) => service.type(type)?.visibility.customer === 'requester')
  return !confidential && ticket.account !== null && ticket.account === other.account
}
