import type { CustomerRole, StaffRole } from '@aftercare/protocol/permissions'

/** Whom a request speaks for, once its credentials were verified. */
export type Principal = CustomerPrincipal | StaffPrincipal

export interface CustomerPrincipal {
  readonly side: 'requester'
  /** In the account it speaks for; kept by the server, never read from a token. */
  readonly role: CustomerRole
  readonly tenant: string
  /** Nobody vouches for it: a person by its own word alone. */
  readonly visitor: boolean
  /** The person's id here; the host's own subject stays in the store. */
  readonly id: string
  readonly name: string | null
  /** The account it speaks for: the token's, else the only one the person was made a member of. */
  readonly account: string | null
  /** Accounts that a partner serves; of other roles none. */
  readonly served: readonly string[]
  /** When the token ends, in milliseconds. */
  readonly expiresAt: number
}

export interface StaffPrincipal {
  readonly side: 'agent'
  readonly role: StaffRole
  readonly tenant: string
  readonly id: string
  readonly name: string
  /** By the ids of the service definition; null: the whole desk. */
  readonly teams: readonly string[] | null
  /** Whether customer data may be shown: a valid confidentiality agreement, or a tenant that requires none. */
  readonly cleared: boolean
  /** Staff keys last until they are revoked. */
  readonly expiresAt: undefined
}

/** One name per principal within a tenant: idempotency scope, rate limit, actor of the audit log. */
export function principalName(principal: Principal): string {
  return `${principal.side === 'requester' ? 'person' : 'staff'}:${principal.id}`
}
