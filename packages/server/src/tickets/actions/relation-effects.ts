import { findTicket } from '../store.ts'
import { mayNameEachOther } from '../visibility.ts'
import { checkAssignee, checkTeam } from './check-destination.ts'
import type { Effects } from './effects.ts'
import { findTask, finishTask, insertLink, insertTask, removeLink } from './parts-store.ts'
import { refused } from './refused.ts'

const inverse = {
  related: 'related',
  duplicate: 'duplicate',
  parent: 'child',
  child: 'parent',
  caused_by: 'related',
} as const

export const relationEffects: Effects<'link' | 'unlink' | 'add_task' | 'finish_task'> = {
  async link({ writing, ticket, service }, { ticket: otherId, relation }) {
    const { tx, tenant, now } = writing
    const [other] = otherId === ticket.id ? [] : await findTicket(tx, { tenant, id: otherId })
    if (!other || !mayNameEachOther(service.definition, ticket.type, other.type)) throw refused('ticket')
    const [made] = await insertLink(tx, {
      ...{ tenant, ticket_id: ticket.id, other_id: other.id, relation, created_at: now },
    })
    const back = { tenant, ticket_id: other.id, other_id: ticket.id, relation: inverse[relation], created_at: now }
    await insertLink(tx, back)
    const named = { id: other.id, number: other.number }
    return { entries: made ? [{ type: 'linked', ticket: named, relation }] : [], audit: { other: other.id, relation } }
  },

  async unlink({ writing, ticket }, { ticket: otherId }) {
    const { tx, tenant } = writing
    const [other] = await findTicket(tx, { tenant, id: otherId })
    const [removed] = await removeLink(tx, { tenant, ticket: ticket.id, other: otherId })
    await removeLink(tx, { tenant, ticket: otherId, other: ticket.id })
    if (!other || !removed) throw refused('ticket')
    const named = { id: other.id, number: other.number }
    return { entries: [{ type: 'unlinked', ticket: named }], audit: { other: other.id } }
  },

  async add_task(acting, { task, title, team = null, assignee = null, due = null }) {
    const { writing, ticket } = acting
    const { tx, tenant, now } = writing
    if (team !== null) checkTeam(acting, team, ticket.type)
    if (assignee !== null) await checkAssignee(acting, assignee)
    if (team === null && assignee === null) throw refused('assignee', 'required')
    const [made] = await insertTask(tx, {
      ...{ tenant, id: task, ticket_id: ticket.id, title, team, assignee_id: assignee },
      ...{ due_at: due === null ? null : Date.parse(due), finished_at: null, result: null, created_at: now },
    })
    if (!made) throw refused('task')
    return { entries: [{ type: 'task_added', task, title, team, assignee, due }], audit: { task, team, assignee } }
  },

  async finish_task({ writing, ticket }, { task, result = null }) {
    const { tx, tenant, now } = writing
    const [found] = await findTask(tx, { tenant, ticket: ticket.id, id: task })
    if (!found || found.finished_at !== null) throw refused('task')
    await finishTask(tx, { tenant, id: task, result, now })
    return { entries: [{ type: 'task_finished', task, title: found.title, result }], audit: { task } }
  },
}
