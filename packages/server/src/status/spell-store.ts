import type { ComponentStatus, Spell } from '@aftercare/protocol/status'
import { prepared, type Queryable } from '../storage/prepared.ts'
import { type Accounts, concerning } from './store.ts'

/** Where a spell goes on: the greatest number that both databases and JavaScript hold exactly. */
const goesOn = Number.MAX_SAFE_INTEGER

/** Of what is said of components apart from any notice. */
export const noNotice = ''

interface Saying {
  readonly tenant: string
  readonly component: string
  readonly notice: string
}

const presentOf = prepared((db, p: Saying & { never: number }) =>
  db
    .selectFrom('component_spells')
    .select(['began_seq', 'state'])
    .where('tenant', '=', p.tenant)
    .where('component', '=', p.component)
    .where('notice_id', '=', p.notice)
    .where('ended_at', '=', p.never),
)

const endSpell = prepared((db, p: Saying & { began: number; at: number }) =>
  db
    .updateTable('component_spells')
    .set({ ended_at: p.at })
    .where('tenant', '=', p.tenant)
    .where('component', '=', p.component)
    .where('notice_id', '=', p.notice)
    .where('began_seq', '=', p.began),
)

/**
 * From now on a notice says this of a component; `operational` is to say nothing.
 *
 * @returns what it said until now
 */
export async function say(
  db: Queryable,
  saying: Saying,
  { state, at, seq }: { readonly state: ComponentStatus; readonly at: number; readonly seq: number },
): Promise<ComponentStatus> {
  const [present] = await presentOf(db, { ...saying, never: goesOn })
  const before = present?.state ?? 'operational'
  if (before === state) return before
  if (present) await endSpell(db, { ...saying, began: present.began_seq, at })
  if (state === 'operational') return before
  const { tenant, component, notice } = saying
  const row = { tenant, component, notice_id: notice, began_seq: seq, state, began_at: at, ended_at: goesOn }
  await db.insertInto('component_spells').values(row).execute()
  return before
}

/** What was said of components since an instant, as far as a reader may know of the notices that said it. */
export async function spellsSince(
  db: Queryable,
  of: { readonly tenant: string; readonly accounts: Accounts; readonly since: number },
): Promise<readonly (Spell & { readonly component: string })[]> {
  const { tenant, accounts, since } = of
  let select = db
    .selectFrom('component_spells as s')
    .select(['s.component', 's.state', 's.began_at as from', 's.ended_at as until'])
    .where('s.tenant', '=', tenant)
    .where('s.ended_at', '>', since)
  if (accounts !== 'all') {
    select = select.where((row) =>
      row.or([
        row('s.notice_id', '=', noNotice),
        row.exists(
          row
            .selectFrom('notices as n')
            .select('n.id')
            .whereRef('n.tenant', '=', 's.tenant')
            .whereRef('n.id', '=', 's.notice_id')
            .where((notice) => concerning(notice as never, accounts)),
        ),
      ]),
    )
  }
  return select.execute()
}
