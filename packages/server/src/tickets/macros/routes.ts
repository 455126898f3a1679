import type { Macro } from '@aftercare/protocol'
import type { Handlers } from '../../handle/handlers.ts'
import { ProblemError } from '../../handle/problem-error.ts'
import type { Services } from '../../services.ts'
import type { Queryable } from '../../storage/prepared.ts'
import { deleteMacro, findMacro, findMacroNamed, insertMacro, type MacroRow, macrosOf, updateMacro } from './store.ts'

// Written by these routes, whose schema has accepted it.
export const repliesOf = (row: Pick<MacroRow, 'reply'>) => JSON.parse(row.reply) as Macro['reply']
export const actionsOf = (row: Pick<MacroRow, 'actions'>) => JSON.parse(row.actions) as Macro['actions']

const serialize = (row: MacroRow): Macro => ({
  id: row.id,
  name: row.name,
  reply: repliesOf(row),
  actions: actionsOf(row),
  updatedAt: new Date(row.updated_at).toISOString(),
})

const refused = (pointer: string, code: 'required' | 'not_allowed') =>
  new ProblemError('validation_failed', { errors: [{ pointer, code }] })

/** @throws ProblemError validation_failed for a macro that says and does nothing */
function checkContent({ reply, actions }: Pick<Macro, 'reply' | 'actions'>): void {
  const silent = reply === null || Object.keys(reply).length === 0
  if (silent && actions.length === 0) throw refused('/actions', 'required')
}

/** People call macros by their names: @throws ProblemError validation_failed where another has it */
async function checkName(db: Queryable, of: { tenant: string; name: string; id: string }): Promise<void> {
  const [taken] = await findMacroNamed(db, of)
  if (taken && taken.id !== of.id) throw refused('/name', 'not_allowed')
}

/** @throws ProblemError not_found */
export async function knownMacro(db: Queryable, of: { tenant: string; id: string }): Promise<MacroRow> {
  const [macro] = await findMacro(db, of)
  if (!macro) throw new ProblemError('not_found')
  return macro
}

type MacroHandlers = Pick<Handlers, 'listMacros' | 'createMacro' | 'changeMacro' | 'removeMacro'>

export function macroHandlers({ database }: Services): MacroHandlers {
  return {
    listMacros: {
      kind: 'read',
      async read({ principal }) {
        return { items: (await macrosOf(database.reader, { tenant: principal.tenant })).map(serialize) }
      },
    },

    createMacro: {
      kind: 'write',
      needs: {},
      async write(_, { body }, { tx, tenant, now }) {
        const { id, name, reply, actions } = body
        checkContent(body)
        await checkName(tx, { tenant, name, id })
        const texts = { name, reply: JSON.stringify(reply), actions: JSON.stringify(actions) }
        const row = { id, ...texts, created_at: now, updated_at: now }
        if ((await insertMacro(tx, { tenant, ...row })).length === 0) throw new ProblemError('id_unavailable')
        return { audit: { action: 'macro.created', details: { macro: id } }, body: serialize(row) }
      },
      async authorizeReplay() {},
    },

    changeMacro: {
      kind: 'write',
      needs: {},
      async write(_, { params, body }, { tx, tenant, now }) {
        const macro = await knownMacro(tx, { tenant, id: params.macroId })
        const { name = macro.name, reply = repliesOf(macro), actions = actionsOf(macro) } = body
        checkContent({ reply, actions })
        await checkName(tx, { tenant, name, id: macro.id })
        const change = { name, reply: JSON.stringify(reply), actions: JSON.stringify(actions), updated_at: now }
        await updateMacro(tx, { tenant, id: macro.id }, change)
        return {
          audit: { action: 'macro.changed', details: { macro: macro.id, changed: Object.keys(body) } },
          body: serialize({ ...macro, ...change }),
        }
      },
      async authorizeReplay() {},
    },

    removeMacro: {
      kind: 'write',
      needs: {},
      async write(_, { params }, { tx, tenant }) {
        const { id } = await knownMacro(tx, { tenant, id: params.macroId })
        await deleteMacro(tx, { tenant, id })
        return { audit: { action: 'macro.removed', details: { macro: id } }, body: { id } }
      },
      async authorizeReplay() {},
    },
  }
}
