import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import { cutPage, positionOf } from '../tickets/cursor.ts'
import { accountOf } from './account-routes.ts'
import { insertNote, listNotes } from './account-store.ts'
import { serializeNote } from './serialize.ts'

/** What staff note of accounts, among themselves. */
export function noteHandlers(services: Services): Pick<Handlers, 'listAccountNotes' | 'addAccountNote'> {
  const { reader } = services.database
  return {
    listAccountNotes: {
      kind: 'read',
      async read(context, { params: { account }, query }) {
        const { tenant } = context.principal
        await accountOf(reader, tenant, account)
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const before = positionOf(query.cursor)
        const found = await listNotes(reader, { tenant, account, before, limit: limit + 1 })
        const { rows, next } = cutPage(found, limit, ({ seq }) => seq)
        await recordRead(services, context, 'listAccountNotes', { account, notes: rows.map(({ id }) => id) })
        return { items: rows.map(serializeNote), next }
      },
    },

    addAccountNote: {
      kind: 'write',
      needs: {},
      async write({ principal }, { params: { account }, body }, { tx, tenant, now }) {
        await accountOf(tx, tenant, account)
        const note = { id: body.id, author_id: principal.id, body: body.body, created_at: now }
        if (!(await insertNote(tx, { ...note, tenant, account }))) throw new ProblemError('id_unavailable')
        return {
          audit: { action: 'account.noted', details: { account, note: body.id } },
          body: serializeNote({ ...note, seq: 0, author_name: principal.name }),
        }
      },
      async authorizeReplay({ principal }, { params }) {
        await accountOf(reader, principal.tenant, params.account)
      },
    },
  }
}
