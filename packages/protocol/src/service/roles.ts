/** The roles of the customer's side, least to most. What each may do is the permission table's to say. */
export const customerSideRoles = ['requester', 'account_admin', 'account_auditor', 'partner'] as const
/** The roles of the provider's side. */
export const providerSideRoles = ['agent', 'lead', 'manager', 'auditor', 'admin'] as const
export const serviceRoles = [...customerSideRoles, ...providerSideRoles] as const

export type ServiceRole = (typeof serviceRoles)[number]
