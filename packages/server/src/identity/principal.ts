import type { StaffRole } from '@aftercare/protocol/permissions'

/** Whom a request speaks for, once its credentials were verified. */
export type Principal = CustomerPrincipal | StaffPrincipal

export interface CustomerPrincipal {
  readonly side: 'requester'
  readonly role: 'requester'
  readonly tenant: string
  /** The person's id here; the host's own subject stays in the store. */
  readonly id: string
  readonly name: string | null
  readonly account: string | null
  /** When the token ends, in milliseconds. */
  readonly expiresAt: number
}

export interface StaffPrincipal {
  readonly side: 'agent'
  readonly role: StaffRole
  readonly tenant: string
  readonly id: string
  readonly name: string
  /** Staff keys last until they are revoked. */
  readonly expiresAt: undefined
}

/** One name per principal within a tenant: idempotency scope, rate limit, actor of the audit log. */
export function principalName(principal: Principal): string {
  return `${principal.side === 'requester' ? 'person' : 'staff'}:${principal.id}`
}
