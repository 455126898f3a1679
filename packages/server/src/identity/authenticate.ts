import type { CustomerRole } from '@aftercare/protocol/permissions'
import { sha256Hex } from '../handle/digest.ts'
import { ProblemError } from '../handle/problem-error.ts'
import type { Journal } from '../journal/write.ts'
import { membershipsOf, servedBy } from '../people/membership-store.ts'
import { findVisitorByToken } from '../visitors/store.ts'
import { visitorTokenPattern } from '../visitors/visitor-token.ts'
import { rememberPerson } from './people.ts'
import type { CustomerPrincipal, Principal } from './principal.ts'
import { findStaffByKey, standingOfToken, teamsOf } from './store.ts'
import type { TokenContent } from './token-format.ts'
import { earliestIssue, verifyToken } from './verify-token.ts'

const bearer = /^Bearer +([^\s]+) *$/i

/** `ack_` and 32 random bytes in base64url. */
const staffKey = /^ack_[A-Za-z0-9_-]{43}$/

interface Verified {
  readonly token: TokenContent
  readonly personId: string
}

/** More tokens than live at once on one process; the oldest goes first. */
const rememberedTokens = 20_000

/**
 * Finds out whom a request speaks for. A customer token is verified once and then remembered by its hash until
 * its `exp`; whether its key or its subject was revoked is asked of the database each time. A staff key is looked
 * up by its hash each time.
 */
export class Authenticator {
  readonly #journal: Journal
  readonly #verified = new Map<string, Verified>()
  /** One verification per token, however many requests bring it at once. */
  readonly #running = new Map<string, Promise<Verified>>()

  constructor(journal: Journal) {
    this.#journal = journal
  }

  /**
   * @param authorization value of the `Authorization` header
   * @throws ProblemError token_missing, token_revoked, and what `verifyToken` throws
   */
  async principal(authorization: string | null): Promise<Principal> {
    if (authorization === null) throw new ProblemError('token_missing')
    const token = bearer.exec(authorization)?.[1]
    if (token === undefined) throw new ProblemError('token_invalid')
    if (token.startsWith('ack_')) return this.#staff(token)
    return token.startsWith('acv_') ? this.#visitor(token) : this.#customer(token)
  }

  async #visitor(token: string): Promise<Principal> {
    if (!visitorTokenPattern.test(token)) throw new ProblemError('token_invalid')
    const [found] = await findVisitorByToken(this.#journal.database.reader, { hash: sha256Hex(token) })
    if (!found) throw new ProblemError('token_invalid')
    if (found.ended_at !== null || found.visitors_allowed === 0) throw new ProblemError('token_revoked')
    const { tenant, person_id: id, expires_at: expiresAt } = found
    if (expiresAt <= this.#journal.clock()) throw new ProblemError('token_expired')
    const nothing = { role: 'requester', name: null, account: null, served: [] } as const
    return { side: 'requester', visitor: true, tenant, id, ...nothing, expiresAt }
  }

  async #staff(key: string): Promise<Principal> {
    if (!staffKey.test(key)) throw new ProblemError('token_invalid')
    const [found] = await findStaffByKey(this.#journal.database.reader, { hash: sha256Hex(key) })
    if (!found) throw new ProblemError('token_invalid')
    if (found.revoked_at !== null || found.offboarded_at !== null) throw new ProblemError('token_revoked')
    const { tenant, id, name, role } = found
    const cleared = found.agreement_required === 0 || (found.agreement_expires_at ?? 0) > this.#journal.clock()
    return { side: 'agent', role, tenant, id, name, teams: teamsOf(found), cleared, expiresAt: undefined }
  }

  async #customer(token: string): Promise<Principal> {
    const hash = sha256Hex(token)
    const { token: content, personId } = this.#verified.get(hash) ?? (await this.#verify(token, hash))
    const expiresAt = content.expires * 1000
    if (expiresAt <= this.#journal.clock()) {
      this.#verified.delete(hash)
      throw new ProblemError('token_expired')
    }
    const { audience: tenant, issuer, kid } = content
    const reader = this.#journal.database.reader
    const asked = { tenant, person: personId, issuer, kid, account: content.account }
    const [standing] = await standingOfToken(reader, asked)
    // The person is gone: a later token of the same subject would make a new one.
    if (!standing) this.#verified.delete(hash)
    if (!standing || standing.retired_at !== null) throw new ProblemError('token_unknown_key')
    if (standing.valid_after !== null && earliestIssue(content) < standing.valid_after) {
      throw new ProblemError('token_revoked')
    }
    const { name } = standing
    const belongs = await this.#membership({ tenant, id: personId }, content.account, standing.role)
    return { side: 'requester', visitor: false, tenant, id: personId, name, ...belongs, expiresAt }
  }

  /** The account that a person speaks for, and as what. The token names the account at most, never the role. */
  async #membership(
    { tenant, id: person }: { tenant: string; id: string },
    claimed: string | null,
    role: CustomerRole | null,
  ): Promise<Pick<CustomerPrincipal, 'account' | 'role' | 'served'>> {
    const { reader } = this.#journal.database
    const memberships = claimed === null ? await membershipsOf(reader, { tenant, person }) : []
    const [only] = memberships.length === 1 ? memberships : []
    const account = claimed ?? only?.account ?? null
    const acts = role ?? only?.role ?? 'requester'
    const served = acts === 'partner' && account !== null ? await servedBy(reader, { tenant, partner: account }) : []
    return { account, role: acts, served: served.map((row) => row.account) }
  }

  #verify(token: string, hash: string): Promise<Verified> {
    const running = this.#running.get(hash)
    if (running) return running
    const started = this.#verifyAnew(token, hash).finally(() => this.#running.delete(hash))
    this.#running.set(hash, started)
    return started
  }

  async #verifyAnew(token: string, hash: string): Promise<Verified> {
    const content = await verifyToken(this.#journal.database, token, this.#journal.clock())
    const verified = { token: content, personId: await rememberPerson(this.#journal, content) }
    if (this.#verified.size >= rememberedTokens) {
      const [oldest] = this.#verified.keys()
      if (oldest !== undefined) this.#verified.delete(oldest)
    }
    this.#verified.set(hash, verified)
    return verified
  }
}
