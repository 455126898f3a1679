import type { RouteId } from './routes.ts'

/** Roles of the customer's side; a signed token makes a `requester`, the others are server data. */
export const customerRoles = ['requester'] as const
/** Roles of the provider's side, kept beside the staff member's key. */
export const staffRoles = ['agent', 'lead', 'manager', 'auditor', 'admin'] as const

export type CustomerRole = (typeof customerRoles)[number]
export type StaffRole = (typeof staffRoles)[number]
export type Role = CustomerRole | StaffRole

/** How far a permission reaches: the caller's own things, or everything of the tenant. */
export type Reach = 'own' | 'tenant'

type Grants = Partial<Record<Role, Reach>>

/** Who works tickets. An admin looks after the service and its people, and has no reason to read customers' tickets. */
const staff = { agent: 'tenant', lead: 'tenant', manager: 'tenant' } as const satisfies Grants
const staffReading = { ...staff, auditor: 'tenant' } as const satisfies Grants

/**
 * Who may call what, and how far. A role that is not named may not; `public` needs no token.
 * The client never imports this file: what it may do is the server's to say.
 */
export const permissions: Record<RouteId, Grants | 'public'> = {
  createTicket: { requester: 'own' },
  listTickets: { requester: 'own', ...staffReading },
  countTickets: { requester: 'own', ...staffReading },
  readTicket: { requester: 'own', ...staffReading },
  listMessages: { requester: 'own', ...staffReading },
  addMessage: { requester: 'own', ...staff },
  actOnTicket: { requester: 'own', ...staff },
  correctTicket: { requester: 'own' },
  readTicketDetails: { requester: 'own', ...staffReading },
  listTimeline: { requester: 'own', ...staffReading },
  readService: { requester: 'own', ...staffReading, admin: 'tenant' },
  uploadFile: { requester: 'own', ...staff },
  linkFile: { requester: 'own', ...staffReading },
  downloadFile: 'public',
  listen: { requester: 'own', ...staffReading },
  health: 'public',
  readiness: 'public',
  version: 'public',
  openApi: 'public',
}
