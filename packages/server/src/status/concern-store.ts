import type { Insertable } from 'kysely'
import { prepared, type Queryable } from '../storage/prepared.ts'
import type { NoticeConcernsTable } from '../storage/status-tables.ts'

export async function insertConcerns(db: Queryable, rows: readonly Insertable<NoticeConcernsTable>[]): Promise<void> {
  if (rows.length > 0) await db.insertInto('notice_concerns').values(rows).execute()
}

const namedBy = prepared((db, p: { tenant: string; notice: string }) =>
  db
    .selectFrom('notice_concerns as c')
    .select('c.account')
    .where('c.tenant', '=', p.tenant)
    .where('c.notice_id', '=', p.notice)
    .where('c.account', 'is not', null),
)

const deployedBy = prepared((db, p: { tenant: string; notice: string }) =>
  db
    .selectFrom('notice_concerns as c')
    .innerJoin('deployments as d', (join) =>
      join.onRef('d.tenant', '=', 'c.tenant').onRef('d.product', '=', 'c.product'),
    )
    .select('d.account')
    .distinct()
    .where('c.tenant', '=', p.tenant)
    .where('c.notice_id', '=', p.notice)
    .where('d.retired_at', 'is', null)
    .where((on) =>
      on.or([on('c.first_version_key', 'is', null), on('c.first_version_key', '<=', on.ref('d.version_key'))]),
    )
    .where((on) =>
      on.or([on('c.last_version_key', 'is', null), on('c.last_version_key', '>=', on.ref('d.version_key'))]),
    ),
)

/** The accounts that a notice concerns now, where it is not for everybody: by the same rule as `concerning`. */
export async function accountsConcerned(
  db: Queryable,
  of: { tenant: string; notice: string },
): Promise<ReadonlySet<string>> {
  const [named, deployed] = [await namedBy(db, of), await deployedBy(db, of)]
  return new Set([...named.flatMap(({ account }) => account ?? []), ...deployed.map(({ account }) => account)])
}
