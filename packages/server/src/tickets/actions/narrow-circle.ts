import { findStaff, teamsOf } from '../../identity/store.ts'
import { tellArchived } from '../../knowledge/tell.ts'
import { forgetArticleOfTicket } from '../../knowledge/ticket-store.ts'
import { type NewEntry, recordHistory } from '../history/entry.ts'
import { findTicket } from '../store.ts'
import { mayHandle, mayNameEachOther } from '../visibility.ts'
import type { Acting, Effect } from './apply-action.ts'
import { becomesArticle } from './becomes-article.ts'
import { maySee } from './check-destination.ts'
import { linksOf, moveTask, removeLink, removeWatcher, tasksOf, watcherIds } from './parts-store.ts'

/**
 * A ticket gets a type that is for fewer people: whoever had to do with it and may not see the new type has to do with
 * it no longer. Its assignee, the open sub-tasks, links in both directions, watchers, and the draft of an article.
 *
 * @param to the type that the ticket gets, and the team that it will be with
 */
export async function narrowCircle(acting: Acting, to: { type: string; team: string | null }): Promise<Effect> {
  const { ticket } = acting
  const allowed = new Map<string, boolean>()
  const mayWork = async (id: string): Promise<boolean> => {
    const known = allowed.get(id)
    if (known !== undefined) return known
    const found = await mayHandleType(acting, id, to.type)
    allowed.set(id, found)
    return found
  }
  const assigned = ticket.assignee_id === null || (await mayWork(ticket.assignee_id))
  const article = becomesArticle(acting.service.type(to.type)) ? undefined : await takeArticleBack(acting)
  return {
    change: assigned ? {} : { assignee_id: null },
    entries: [
      ...(assigned ? [] : [{ type: 'assigned', assignee: null } as const]),
      ...(await returnTasks(acting, to, mayWork)),
      ...(await unlink(acting, to.type)),
      ...(await endWatching(acting, to.type)),
    ],
    ...(article !== undefined && { audit: { articleDraft: article } }),
  }
}

async function takeArticleBack(acting: Acting): Promise<string | undefined> {
  const { writing } = acting
  const article = await forgetArticleOfTicket(writing.tx, of(acting))
  if (article !== undefined) await tellArchived(writing.part(1), { article, locale: null }, 'internal')
  return article
}

const of = ({ writing: { tenant }, ticket }: Acting) => ({ tenant, ticket: ticket.id })

async function mayHandleType({ writing, service }: Acting, id: string, type: string): Promise<boolean> {
  const staff = await findStaff(writing.tx, { tenant: writing.tenant, id })
  const found = service.type(type)
  return !staff || !found || mayHandle({ role: staff.role, teams: teamsOf(staff) }, found)
}

/** Open sub-tasks of teams and people whom the type is not for go to the ticket's own team. */
async function returnTasks(
  acting: Acting,
  { type, team: ownTeam }: { type: string; team: string | null },
  mayWork: (staff: string) => Promise<boolean>,
): Promise<NewEntry[]> {
  const { tx, tenant } = acting.writing
  const entries: NewEntry[] = []
  for (const { id, title, team, assignee_id: assignee, finished_at } of await tasksOf(tx, of(acting))) {
    if (finished_at !== null) continue
    const teamStays = team === null || maySee(acting, team, type)
    const assigneeStays = assignee === null || (await mayWork(assignee))
    if (teamStays && assigneeStays) continue
    const next = team !== null && teamStays ? team : ownTeam
    await moveTask(tx, { tenant, id, team: next, assignee: assigneeStays ? assignee : null })
    entries.push({ type: 'task_returned', task: id, title, team: next })
  }
  return entries
}

/** Of two tickets that may not name each other any more, neither does. */
async function unlink({ writing, ticket, service, actor }: Acting, type: string): Promise<NewEntry[]> {
  const { tx, tenant } = writing
  const entries: NewEntry[] = []
  for (const link of await linksOf(tx, { tenant, ticket: ticket.id })) {
    const [other] = await findTicket(tx, { tenant, id: link.ticket })
    if (!other || mayNameEachOther(service.definition, type, other.type)) continue
    await removeLink(tx, { tenant, ticket: ticket.id, other: other.id })
    const [back] = await removeLink(tx, { tenant, ticket: other.id, other: ticket.id })
    entries.push({ type: 'unlinked', ticket: { id: other.id, number: other.number } })
    // It was named there already; that it is named there no longer stands beside it.
    if (back) {
      const named = { id: ticket.id, number: ticket.number }
      await recordHistory(writing, other.id, actor, [{ type: 'unlinked', ticket: named }])
    }
  }
  return entries
}

/** What only its requester may see, nobody else watches. */
async function endWatching(acting: Acting, type: string): Promise<NewEntry[]> {
  if (acting.service.type(type)?.visibility.customer !== 'requester') return []
  const { tx, tenant } = acting.writing
  const watchers = await watcherIds(tx, of(acting))
  for (const { person_id: person } of watchers) await removeWatcher(tx, { tenant, ticket: acting.ticket.id, person })
  return watchers.map(({ person_id: person }) => ({ type: 'watcher_removed', person }))
}
