import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { CustomerPrincipal, Principal } from '../identity/principal.ts'
import type { Services } from '../services.ts'
import { findAccount } from './account-store.ts'
import { cutByKey, keyOf } from './key-cursor.ts'
import { listPersonRows } from './person-store.ts'
import { serializeOwnAccount } from './serialize.ts'

/** What customers see of their own organization. */
export function ownAccountHandlers({ database }: Services): Pick<Handlers, 'readOwnAccount' | 'listColleagues'> {
  const { reader } = database
  return {
    readOwnAccount: {
      kind: 'read',
      async read({ principal }) {
        const { tenant, role, account } = customerOf(principal)
        const [row] = account === null ? [] : await findAccount(reader, { tenant, id: account })
        if (!row) throw new ProblemError('not_found')
        return serializeOwnAccount(reader, tenant, row, role)
      },
    },

    listColleagues: {
      kind: 'read',
      async read({ principal }, { query }) {
        const { tenant, account: own, served } = customerOf(principal)
        const account = query.account ?? own
        if (account === null) return { items: [], next: null }
        if (account !== own && !served.includes(account)) throw new ProblemError('not_found')
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const after = keyOf(query.cursor)
        const found = await listPersonRows(reader, { tenant, account, search: undefined, after, limit: limit + 1 })
        const { rows, next } = cutByKey(found, limit, ({ id }) => id)
        return { items: rows.map(({ id, name }) => ({ id, name })), next }
      },
    },
  }
}

/** The permission table lets no staff in here. */
function customerOf(principal: Principal): CustomerPrincipal {
  if (principal.side !== 'requester') throw new ProblemError('forbidden')
  return principal
}
