import type { Channel, FieldErrorCode, NewTicket } from '@aftercare/protocol'
import { ProblemError } from '../handle/problem-error.ts'
import type { CustomerPrincipal, Principal } from '../identity/principal.ts'
import { membershipsOf } from '../people/membership-store.ts'
import { findPersonById } from '../people/person-store.ts'
import type { Queryable } from '../storage/prepared.ts'

/** Whose ticket it becomes. */
export interface RaisedFor {
  readonly id: string
  readonly name: string | null
  readonly account: string | null
}

/** What a token's own calls come by, and what staff enter for somebody. */
const ownChannels: readonly Channel[] = ['widget', 'sdk', 'http']

const refused = (member: 'channel' | 'onBehalfOf', code: FieldErrorCode) =>
  new ProblemError('validation_failed', { errors: [{ pointer: `/${member}`, code }] })

/**
 * For whom a ticket is raised: the caller itself; a person of an account that a partner serves; or whom staff had on the
 * telephone, in a mail, a chat or at a visit.
 *
 * @throws ProblemError validation_failed, in the same words whether the person is not the caller's to name or nobody
 */
export async function raisedFor(
  db: Queryable,
  principal: Principal,
  { channel, onBehalfOf }: Pick<NewTicket, 'channel' | 'onBehalfOf'>,
): Promise<RaisedFor> {
  if (principal.side === 'agent') {
    if (channel === undefined) throw refused('channel', 'required')
    if (ownChannels.includes(channel)) throw refused('channel', 'not_allowed')
    if (onBehalfOf === undefined) throw refused('onBehalfOf', 'required')
    const { person, accounts } = await personNamed(db, principal.tenant, onBehalfOf)
    return { ...person, account: person.account ?? (accounts.length === 1 ? accounts[0]! : null) }
  }
  if (channel !== undefined && !ownChannels.includes(channel)) throw refused('channel', 'not_allowed')
  if (onBehalfOf === undefined || onBehalfOf === principal.id) return principal
  return servedPerson(db, principal, onBehalfOf)
}

async function servedPerson(db: Queryable, { tenant, served }: CustomerPrincipal, id: string): Promise<RaisedFor> {
  if (served.length === 0) throw refused('onBehalfOf', 'not_allowed')
  const { person, accounts } = await personNamed(db, tenant, id)
  const account = [person.account, ...accounts].find((each) => each !== null && served.includes(each))
  if (account === undefined) throw refused('onBehalfOf', 'not_allowed')
  return { ...person, account }
}

/** A person with the accounts that they were made members of. */
async function personNamed(db: Queryable, tenant: string, id: string) {
  const [person] = await findPersonById(db, { tenant, id })
  if (!person) throw refused('onBehalfOf', 'not_allowed')
  const { name, account } = person
  const memberships = await membershipsOf(db, { tenant, person: id })
  return { person: { id, name, account }, accounts: memberships.map((each) => each.account) }
}
