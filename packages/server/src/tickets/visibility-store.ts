import {
  type Expression,
  type ExpressionBuilder,
  expressionBuilder,
  type SelectQueryBuilder,
  type SqlBool,
} from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { Schema } from '../storage/schema.ts'
import { watcherIds } from './actions/parts-store.ts'
import type { TicketSelect } from './store.ts'
import type { Sight, Ties } from './visibility.ts'

/** One way of seeing tickets, which an index answers in the order of a list; its values are data, so that a query can be kept. */
export interface Way {
  readonly kind: WayKind
  /** Whose or which, by id; of `all` and `no_team` none. */
  readonly ids: readonly string[]
}
export type WayKind = 'all' | 'own' | 'account' | 'watched' | 'no_team' | 'team' | 'held' | 'tasked' | 'called'

/** Values of ways besides their kinds. */
export interface WayValues {
  readonly tenant: string
  readonly ids: readonly string[]
  /** Types that are passed over, save in one's own tickets. */
  readonly hidden: readonly string[]
}

/**
 * The ways in which a caller sees tickets of a tenant: what is in one of them is seen. A list reads the beginning of each
 * instead of everything. `seesTicket` says the same of one ticket.
 */
export function waysOf(sight: Sight): readonly Way[] {
  if (sight.side === 'requester') {
    const { person, account, accounts } = sight
    const whole = accounts.map((each): Way => ({ kind: 'account', ids: [each] }))
    const watches = account !== null && !accounts.includes(account)
    return [
      { kind: 'own', ids: [person] },
      ...whole,
      ...(watches ? [{ kind: 'watched', ids: [person, account] } as const] : []),
    ]
  }
  const { staff, teams } = sight
  if (teams === null) return [{ kind: 'all', ids: [] }]
  return [
    { kind: 'no_team', ids: [] },
    ...teams.map((team): Way => ({ kind: 'team', ids: [team] })),
    { kind: 'held', ids: [staff] },
    { kind: 'tasked', ids: [staff] },
    ...(teams.length > 0 ? [{ kind: 'called', ids: teams } as const] : []),
  ]
}

type Tickets = ExpressionBuilder<Schema & { t: Schema['tickets'] }, 't'>
type Condition = (t: Tickets) => Expression<SqlBool>

/** The tickets seen in one way, as `t`. */
export function ticketsBy(db: Queryable, kind: WayKind, values: WayValues): TicketSelect {
  const { tenant } = values
  const { ties, also } = partsOf(kind, values)
  if (!ties) return db.selectFrom('tickets as t').where('t.tenant', '=', tenant).where(also)
  // The few rows that tie a ticket to somebody come first, and tickets are looked up from there. SQLite changes the
  // order of an ordinary join, and would then look through all tickets; a cross join it leaves as it is.
  const joined = db
    .selectFrom(ties.as('tie'))
    .crossJoin('tickets as t')
    .where('t.tenant', '=', tenant)
    .whereRef('t.id', '=', 'tie.ticket_id')
  // Nothing of the ties is selected by anybody.
  return (joined as unknown as TicketSelect).where(also)
}

/** All ways as one condition: where something else already leaves few tickets, or every one has to be looked at. */
export function inSight(sight: Sight, tenant: string): Condition {
  const { hidden } = sight
  return (t) =>
    t.or(
      waysOf(sight).map(({ kind, ids }) => {
        const { ties, also } = partsOf(kind, { tenant, ids, hidden })
        return ties ? t.and([t('t.id', 'in', ties), also(t)]) : also(t)
      }),
    )
}

const { selectFrom } = expressionBuilder<Schema, never>()

interface Parts {
  readonly ties?: SelectQueryBuilder<Schema, 'ticket_watchers' | 'ticket_tasks', { ticket_id: string }>
  readonly also: Condition
}

function partsOf(kind: WayKind, { tenant, ids, hidden }: WayValues): Parts {
  const open: Condition = (t) => (hidden.length > 0 ? t('t.type', 'not in', hidden) : t.and([]))
  const [first = '', second = ''] = ids
  const tasks = selectFrom('ticket_tasks').select('ticket_id').distinct()
  const openTasks = tasks.where('tenant', '=', tenant).where('finished_at', 'is', null)
  switch (kind) {
    case 'all':
      return { also: open }
    case 'own':
      return { also: (t) => t('t.requester_id', '=', first) }
    case 'account':
      return { also: (t) => t.and([t('t.account', '=', first), open(t)]) }
    case 'watched': {
      const watched = selectFrom('ticket_watchers').select('ticket_id').where('tenant', '=', tenant)
      return {
        ties: watched.where('person_id', '=', first),
        also: (t) => t.and([t('t.account', '=', second), open(t)]),
      }
    }
    case 'no_team':
      return { also: (t) => t.and([t('t.team', 'is', null), open(t)]) }
    case 'team':
      return { also: (t) => t.and([t('t.team', '=', first), open(t)]) }
    case 'held':
      return { also: (t) => t.and([t('t.assignee_id', '=', first), open(t)]) }
    case 'tasked':
      return { ties: openTasks.where('assignee_id', '=', first), also: open }
    case 'called':
      return { ties: openTasks.where('team', 'in', ids), also: open }
  }
}

const openTasksOf = prepared((db, p: { tenant: string; ticket: string }) =>
  db
    .selectFrom('ticket_tasks')
    .select(['team', 'assignee_id'])
    .where('tenant', '=', p.tenant)
    .where('ticket_id', '=', p.ticket)
    .where('finished_at', 'is', null),
)

/** Who has to do with a ticket besides those whom its row names. */
export async function tiesOf(db: Queryable, of: { tenant: string; ticket: string }): Promise<Ties> {
  const watchers = await watcherIds(db, of)
  return { watchers: watchers.map(({ person_id }) => person_id), tasks: await openTasksOf(db, of) }
}
