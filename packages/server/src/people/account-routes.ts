import type { Account } from '@aftercare/protocol'
import { defaultPageLimit } from '@aftercare/protocol/schemas'
import { etagOf } from '../handle/answer.ts'
import type { AuthorizedContext, Handlers, ParsedInput } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Writing } from '../journal/write.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import {
  type AccountRow,
  findAccount,
  insertAccount,
  listAccountRows,
  namedAccounts,
  setContacts,
  setProjects,
  updateAccountRow,
} from './account-store.ts'
import { cutByKey, keyOf } from './key-cursor.ts'
import { setServed } from './membership-store.ts'
import { serializeAccount } from './serialize.ts'

type AccountHandlers = Pick<
  Handlers,
  'listAccounts' | 'readAccount' | 'createAccount' | 'updateAccount' | 'setServedAccounts'
>

/** @throws ProblemError not_found */
export async function accountOf(db: Queryable, tenant: string, id: string): Promise<AccountRow> {
  const [row] = await findAccount(db, { tenant, id })
  if (!row) throw new ProblemError('not_found')
  return row
}

/**
 * An edit is of what was read.
 *
 * @throws ProblemError precondition_required, precondition_failed
 */
export async function checkMatch({ request }: AuthorizedContext, tx: Queryable, tenant: string, row: AccountRow) {
  const expected = request.headers.get('if-match')
  if (expected === null) throw new ProblemError('precondition_required')
  if (expected !== etagOf(await serializeAccount(tx, tenant, row))) throw new ProblemError('precondition_failed')
}

/** The account as it is after a change, of which it keeps the time. */
export async function changedAccount({ tx, tenant, now }: Writing, id: string): Promise<Account> {
  await updateAccountRow(tx, { tenant, id }, { updated_at: now })
  return serializeAccount(tx, tenant, await accountOf(tx, tenant, id))
}

export function accountHandlers(services: Services): AccountHandlers {
  const { reader } = services.database
  return {
    listAccounts: {
      kind: 'read',
      async read(context, { query }) {
        const { tenant } = context.principal
        const { search, cursor } = query
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const found = await listAccountRows(reader, { tenant, search, after: keyOf(cursor), limit: limit + 1 })
        const { rows, next } = cutByKey(found, limit, ({ id }) => id)
        await recordRead(services, context, 'listAccounts', { accounts: rows.map(({ id }) => id) })
        return { items: rows.map(({ id, name, tier }) => ({ id, name, tier })), next }
      },
    },

    readAccount: {
      kind: 'read',
      async read(context, { params: { account } }) {
        const { tenant } = context.principal
        const row = await accountOf(reader, tenant, account)
        await recordRead(services, context, 'readAccount', { account })
        return serializeAccount(reader, tenant, row)
      },
    },

    createAccount: {
      kind: 'write',
      needs: {},
      async write(_, { body }, writing) {
        const { tx, tenant, now } = writing
        const { id, name, tier = 'standard', background = '', locale = null } = body
        const row = { tenant, id, name, tier, background, locale, created_at: now, updated_at: now }
        if ((await insertAccount(tx, row)).length === 0) throw new ProblemError('id_unavailable')
        await keepParts(writing, id, body)
        return {
          audit: { action: 'account.created', details: { account: id, tier } },
          body: await changedAccount(writing, id),
        }
      },
      async authorizeReplay() {},
    },

    updateAccount: {
      kind: 'write',
      needs: {},
      async write(context, { params: { account }, body }, writing) {
        const { tx, tenant } = writing
        const row = await accountOf(tx, tenant, account)
        await checkMatch(context, tx, tenant, row)
        const { contacts: _, projects: __, ...change } = body
        if (Object.keys(change).length > 0) await updateAccountRow(tx, { tenant, id: account }, change)
        await keepParts(writing, account, body)
        const details = { account, changed: Object.keys(body), ...(body.tier && { tier: body.tier }) }
        return { audit: { action: 'account.updated', details }, body: await changedAccount(writing, account) }
      },
      async authorizeReplay({ principal }, { params }) {
        await accountOf(reader, principal.tenant, params.account)
      },
    },

    setServedAccounts: {
      kind: 'write',
      needs: {},
      async write(_, { params: { account: partner }, body }, writing) {
        const { tx, tenant } = writing
        await accountOf(tx, tenant, partner)
        const accounts = [...new Set(body.accounts)]
        const known = new Set((await namedAccounts(tx, { tenant, ids: accounts })).map(({ id }) => id))
        const wrong = body.accounts.findIndex((id) => !known.has(id) || id === partner)
        if (wrong >= 0) {
          throw new ProblemError('validation_failed', {
            errors: [{ pointer: `/accounts/${wrong}`, code: 'not_allowed' }],
          })
        }
        await setServed(tx, { tenant, partner, accounts })
        const details = { account: partner, serves: accounts }
        return { audit: { action: 'account.serves', details }, body: await changedAccount(writing, partner) }
      },
      async authorizeReplay({ principal }, { params }) {
        await accountOf(reader, principal.tenant, params.account)
      },
    },
  }
}

type Parts = Pick<ParsedInput<typeof import('@aftercare/protocol').updateAccount>['body'], 'contacts' | 'projects'>

/** @throws ProblemError id_unavailable */
async function keepParts({ tx, tenant }: Writing, account: string, { contacts, projects }: Parts): Promise<void> {
  const kept =
    (contacts === undefined || (await setContacts(tx, { tenant, account, contacts }))) &&
    (projects === undefined || (await setProjects(tx, { tenant, account, projects })))
  if (!kept) throw new ProblemError('id_unavailable')
}
