import type { Insertable, Selectable, Updateable } from 'kysely'
import { prepared, type Queryable } from '../../storage/prepared.ts'
import type { MacrosTable } from '../../storage/schema.ts'

export type MacroRow = Omit<Selectable<MacrosTable>, 'tenant'>

const columns = ['id', 'name', 'reply', 'actions', 'created_at', 'updated_at'] as const

export const macrosOf = prepared((db, p: { tenant: string }) =>
  db.selectFrom('macros').select(columns).where('tenant', '=', p.tenant).orderBy('name').orderBy('id'),
)

export const findMacro = prepared((db, p: { tenant: string; id: string }) =>
  db.selectFrom('macros').select(columns).where('tenant', '=', p.tenant).where('id', '=', p.id),
)

export const findMacroNamed = prepared((db, p: { tenant: string; name: string }) =>
  db.selectFrom('macros').select('id').where('tenant', '=', p.tenant).where('name', '=', p.name),
)

/** No row comes back when the id is taken, by whomever. */
export const insertMacro = prepared((db, p: Insertable<MacrosTable>) =>
  db
    .insertInto('macros')
    .values({
      tenant: p.tenant,
      id: p.id,
      name: p.name,
      reply: p.reply,
      actions: p.actions,
      created_at: p.created_at,
      updated_at: p.updated_at,
    })
    .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
    .returning('id'),
)

export async function updateMacro(
  db: Queryable,
  macro: { tenant: string; id: string },
  change: Pick<Updateable<MacrosTable>, 'name' | 'reply' | 'actions' | 'updated_at'>,
): Promise<void> {
  await db.updateTable('macros').set(change).where('tenant', '=', macro.tenant).where('id', '=', macro.id).execute()
}

export const deleteMacro = prepared((db, p: { tenant: string; id: string }) =>
  db.deleteFrom('macros').where('tenant', '=', p.tenant).where('id', '=', p.id),
)
