import { defaultPageLimit } from '@aftercare/protocol/schemas'
import type { Handlers } from '../handle/handlers.ts'
import { ProblemError } from '../handle/problem-error.ts'
import { recordRead } from '../identity/record-read.ts'
import type { Services } from '../services.ts'
import type { Queryable } from '../storage/prepared.ts'
import { findAccount } from './account-store.ts'
import { cutByKey, keyOf } from './key-cursor.ts'
import { setRole } from './membership-store.ts'
import { findPersonById, listPersonRows, membershipsAmong, staffAtWork } from './person-store.ts'
import { serializePerson, serializeStaffMember } from './serialize.ts'

type PersonHandlers = Pick<Handlers, 'listPeople' | 'setMembership' | 'listStaff'>

/** @throws ProblemError not_found */
async function personOf(db: Queryable, tenant: string, id: string) {
  const [row] = await findPersonById(db, { tenant, id })
  if (!row) throw new ProblemError('not_found')
  return serializePerson(row, await membershipsAmong(db, { tenant, people: [id] }))
}

export function personHandlers(services: Services): PersonHandlers {
  const { reader } = services.database
  return {
    listPeople: {
      kind: 'read',
      async read(context, { query }) {
        const { tenant } = context.principal
        const { account, search, cursor } = query
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const found = await listPersonRows(reader, { tenant, account, search, after: keyOf(cursor), limit: limit + 1 })
        const { rows, next } = cutByKey(found, limit, ({ id }) => id)
        const people = rows.map(({ id }) => id)
        // Whom was looked for may be a name: the log holds whom it found.
        await recordRead(services, context, 'listPeople', { people, ...(account !== undefined && { account }) })
        const memberships = await membershipsAmong(reader, { tenant, people })
        return { items: rows.map((row) => serializePerson(row, memberships)), next }
      },
    },

    setMembership: {
      kind: 'write',
      needs: {},
      async write(_, { params: { person }, body: { account, role } }, { tx, tenant, now }) {
        await personOf(tx, tenant, person)
        if ((await findAccount(tx, { tenant, id: account })).length === 0) {
          throw new ProblemError('validation_failed', { errors: [{ pointer: '/account', code: 'not_allowed' }] })
        }
        await setRole(tx, { tenant, person, account, role, now })
        const action = role === null ? 'role.revoked' : 'role.granted'
        return { audit: { action, details: { person, account, role } }, body: await personOf(tx, tenant, person) }
      },
      async authorizeReplay({ principal }, { params }) {
        await personOf(reader, principal.tenant, params.person)
      },
    },

    listStaff: {
      kind: 'read',
      async read({ principal: { tenant } }, { query }) {
        const limit = query.limit === undefined ? defaultPageLimit : Number(query.limit)
        const after = keyOf(query.cursor)
        const all = (await staffAtWork(reader, { tenant })).map(serializeStaffMember)
        const { team } = query
        const wanted = team === undefined ? all : all.filter(({ teams }) => teams === null || teams.includes(team))
        const from = after === undefined ? 0 : wanted.findIndex(({ id }) => id === after) + 1
        const { rows, next } = cutByKey(wanted.slice(from, from + limit + 1), limit, ({ id }) => id)
        return { items: rows, next }
      },
    },
  }
}
