import type { View } from '@aftercare/protocol'
import type { AuthorizedContext, Handlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import type { CompiledService } from '../../service/compiled-service.ts'
import type { Services } from '../../services.ts'
import type { Queryable } from '../../storage/prepared.ts'
import type { Sight } from '../visibility.ts'
import { deleteView, findView, insertView, updateView, type ViewRow, viewsFor } from './store.ts'

type Caller = Pick<AuthorizedContext, 'principal'>

const serialize = (row: ViewRow, { principal }: Caller): View => ({
  id: row.id,
  name: row.name,
  team: row.team,
  mine: row.owner_id === principal.id,
  // Written by these routes, whose schema has accepted it.
  filters: JSON.parse(row.filters) as View['filters'],
  updatedAt: new Date(row.updated_at).toISOString(),
})

/** Who looks after what teams share. */
const leads = ({ principal }: Caller): boolean => principal.role === 'lead' || principal.role === 'manager'

/** Whether somebody's work is among a team's. */
const isOf = (sight: Sight, team: string): boolean =>
  sight.side === 'agent' && (sight.teams === null || sight.teams.includes(team))

const isSeen = (sight: Sight, { principal }: Caller, view: ViewRow): boolean =>
  view.owner_id === principal.id || (view.team !== null && isOf(sight, view.team))

/** @throws ProblemError validation_failed */
function checkSharing(sight: Sight, caller: Caller, { definition }: CompiledService, team: string | null): void {
  if (team === null) return
  const refused = (code: 'not_allowed' | 'invalid') =>
    new ProblemError('validation_failed', { errors: [{ pointer: '/team', code }] })
  if (!definition.teams.some(({ id }) => id === team)) throw refused('invalid')
  if (!leads(caller) || !isOf(sight, team)) throw refused('not_allowed')
}

/** @throws ProblemError not_found, in the same words for another's view as for none; forbidden for one that is shared */
async function changeableView(db: Queryable, context: AuthorizedContext, id: string): Promise<ViewRow> {
  const { principal } = context
  const [view] = await findView(db, { tenant: principal.tenant, id })
  if (!view || !isSeen(await context.sight(db), context, view)) throw new ProblemError('not_found')
  if (view.owner_id !== principal.id && !leads(context)) throw new ProblemError('forbidden')
  return view
}

type ViewHandlers = Pick<Handlers, 'listViews' | 'createView' | 'changeView' | 'removeView'>

export function viewHandlers({ book, database }: Services): ViewHandlers {
  return {
    listViews: {
      kind: 'read',
      async read(context) {
        const { tenant, id: owner } = context.principal
        const rows = await viewsFor(database.reader, { tenant, owner })
        const sight = await context.sight(database.reader)
        return { items: rows.filter((row) => isSeen(sight, context, row)).map((row) => serialize(row, context)) }
      },
    },

    createView: {
      kind: 'write',
      needs: {},
      async write(context, { body }, { tx, tenant, now }) {
        checkSharing(await context.sight(tx), context, await book.current(tx, tenant), body.team)
        const { id, team, name } = body
        const row = { id, owner_id: context.principal.id, team, name, filters: JSON.stringify(body.filters) }
        const times = { created_at: now, updated_at: now }
        if ((await insertView(tx, { tenant, ...row, ...times })).length === 0) throw new ProblemError('id_unavailable')
        return {
          audit: { action: 'view.created', details: { view: id, team } },
          body: serialize({ ...row, ...times }, context),
        }
      },
      async authorizeReplay() {},
    },

    changeView: {
      kind: 'write',
      needs: {},
      async write(context, { params, body }, { tx, tenant, now }) {
        const view = await changeableView(tx, context, params.viewId)
        const { name = view.name, team = view.team } = body
        if (team !== view.team) {
          checkSharing(await context.sight(tx), context, await book.current(tx, tenant), team)
        }
        const filters = body.filters === undefined ? view.filters : JSON.stringify(body.filters)
        const change = { name, team, filters, updated_at: now }
        await updateView(tx, { tenant, id: view.id }, change)
        return {
          audit: { action: 'view.changed', details: { view: view.id, changed: Object.keys(body) } },
          body: serialize({ ...view, ...change }, context),
        }
      },
      async authorizeReplay() {},
    },

    removeView: {
      kind: 'write',
      needs: {},
      async write(context, { params }, { tx, tenant }) {
        const { id } = await changeableView(tx, context, params.viewId)
        await deleteView(tx, { tenant, id })
        return { audit: { action: 'view.removed', details: { view: id } }, body: { id } }
      },
      async authorizeReplay() {},
    },
  }
}
