import { findAccountPerson } from '../../people/membership-store.ts'
import type { Acting } from './apply-action.ts'
import type { Effects } from './effects.ts'
import { insertWatcher, removeWatcher } from './parts-store.ts'
import { refused } from './refused.ts'

/** Who begins or ends to watch: oneself, or a colleague by id. Staff have to say whom. */
function watcherOf({ actor }: Acting, person: string | undefined): string {
  const watcher = person ?? (actor?.side === 'requester' ? actor.id : undefined)
  if (watcher === undefined) throw refused('person', 'required')
  return watcher
}

export const customerEffects: Effects<'withdraw' | 'reject' | 'reopen' | 'watch' | 'unwatch'> = {
  async withdraw() {
    return { change: { close_reason: 'withdrawn' }, entries: [{ type: 'closed', reason: 'withdrawn', into: null }] }
  },

  reject: async (_, { reason }) => ({ entries: [{ type: 'rejected', reason }] }),

  reopen: async (_, { reason }) => ({ entries: [{ type: 'reopened', reason }] }),

  async watch(acting, { person }) {
    const { writing, ticket, service } = acting
    const { tx, tenant, now } = writing
    const watcher = watcherOf(acting, person)
    const { account } = ticket
    // What only its requester may see is watched by nobody else; what belongs to no account has no colleagues.
    const confidential = service.type(ticket.type)?.visibility.customer === 'requester'
    const colleague =
      account !== null && !confidential && (await findAccountPerson(tx, { tenant, id: watcher, account })).length > 0
    if (!colleague || watcher === ticket.requester_id) throw refused('person')
    const [added] = await insertWatcher(tx, { tenant, ticket_id: ticket.id, person_id: watcher, created_at: now })
    return { entries: added ? [{ type: 'watcher_added', person: watcher }] : [], audit: { person: watcher } }
  },

  async unwatch(acting, { person }) {
    const { writing, ticket } = acting
    const watcher = watcherOf(acting, person)
    const [removed] = await removeWatcher(writing.tx, { tenant: writing.tenant, ticket: ticket.id, person: watcher })
    return { entries: removed ? [{ type: 'watcher_removed', person: watcher }] : [], audit: { person: watcher } }
  },
}
