import type { RouteId } from './routes.ts'

/** Roles of the customer's side. A signed token makes a `requester`; the others are kept by the server, per account. */
export const customerRoles = ['requester', 'account_admin', 'account_auditor', 'partner'] as const
/** Roles of the provider's side, kept beside the staff member's key. */
export const staffRoles = ['agent', 'lead', 'manager', 'auditor', 'admin'] as const

export type CustomerRole = (typeof customerRoles)[number]
export type StaffRole = (typeof staffRoles)[number]
export type Role = CustomerRole | StaffRole

/**
 * How far a permission reaches, each with what a person is on anyway: the caller's own things and what it watches;
 * those of its account; of the accounts it serves; of its teams; or everything of the tenant. Types that few may see
 * narrow every one of them.
 */
export type Reach = 'own' | 'account' | 'served' | 'teams' | 'tenant'

type Grants = Partial<Record<Role, Reach>>

/** Who raises and follows tickets for a customer. */
const customers = { requester: 'own', account_admin: 'account', partner: 'served' } as const satisfies Grants
const customersReading = { ...customers, account_auditor: 'account' } as const satisfies Grants

/** Who works tickets. An admin looks after the service and its people, and has no reason to read customers' tickets. */
const staff = { agent: 'teams', lead: 'teams', manager: 'teams' } as const satisfies Grants
const staffReading = { ...staff, auditor: 'tenant' } as const satisfies Grants

/** What is known of customer organizations is for all who work for them, whatever their team. */
const tenantWide = { agent: 'tenant', lead: 'tenant', manager: 'tenant' } as const satisfies Grants
const everybody = { ...tenantWide, auditor: 'tenant', admin: 'tenant' } as const satisfies Grants
/** Who looks after what a team works with. */
const leading = { lead: 'tenant', manager: 'tenant' } as const satisfies Grants
const keepers = { lead: 'tenant', manager: 'tenant', admin: 'tenant' } as const satisfies Grants
/** Who decides who sees what. */
const deciders = { manager: 'tenant', admin: 'tenant' } as const satisfies Grants
/** Who looks after the service and what it is connected with. */
const administrators = { admin: 'tenant' } as const satisfies Grants

/**
 * Who may call what, and how far. A role that is not named may not; `public` needs no token.
 * The client never imports this file: what it may do is the server's to say. docs/permissions.md says the same in
 * words, cell by cell, and a test holds the server to it.
 */
export const permissions: Record<RouteId, Grants | 'public'> = {
  createTicket: { ...customers, ...staff },
  listTickets: { ...customersReading, ...staffReading },
  countTickets: { ...customersReading, ...staffReading },
  readTicket: { ...customersReading, ...staffReading },
  listMessages: { ...customersReading, ...staffReading },
  addMessage: { ...customers, ...staff },
  actOnTicket: { ...customers, ...staff },
  correctTicket: customers,
  readTicketDetails: { ...customersReading, ...staffReading },
  listTimeline: { ...customersReading, ...staffReading },
  readDiagnostics: { requester: 'own', account_admin: 'own', partner: 'own', ...staffReading },
  actOnTickets: staff,
  findSimilar: staffReading,
  rankAssignees: staffReading,
  runMacro: staff,
  listViews: staff,
  createView: staff,
  changeView: staff,
  removeView: staff,
  listMacros: tenantWide,
  createMacro: leading,
  changeMacro: leading,
  removeMacro: leading,
  readService: { ...customersReading, ...staffReading, admin: 'tenant' },
  uploadFile: { ...customers, ...staff },
  createUpload: { ...customers, ...staff },
  readUpload: { ...customers, ...staff },
  appendUpload: { ...customers, ...staff },
  endUpload: { ...customers, ...staff },
  linkFile: { ...customersReading, ...staffReading },
  downloadFile: 'public',
  previewFile: 'public',
  listen: { ...customersReading, ...staffReading },
  readOwnAccount: customersReading,
  listColleagues: customersReading,
  listAccounts: everybody,
  readAccount: everybody,
  createAccount: keepers,
  updateAccount: keepers,
  setServedAccounts: deciders,
  addDeployment: tenantWide,
  updateDeployment: tenantWide,
  recordUpgrade: tenantWide,
  listAccountNotes: { ...tenantWide, auditor: 'tenant' },
  addAccountNote: tenantWide,
  listPeople: everybody,
  setMembership: deciders,
  listStaff: everybody,
  listArticles: { ...customersReading, ...everybody },
  readArticle: { ...customersReading, ...everybody },
  linkArticleFile: { ...customersReading, ...everybody },
  rateArticle: customers,
  searchArticles: { ...customersReading, ...everybody },
  readSearchManifest: { ...customersReading, ...everybody },
  readSearchSegment: { ...customersReading, ...everybody },
  reportSearches: customers,
  listSearches: leading,
  listComments: leading,
  listWholeArticles: everybody,
  readWholeArticle: everybody,
  createArticle: tenantWide,
  changeArticle: tenantWide,
  readArticleFeedback: everybody,
  addTranslation: tenantWide,
  readTranslation: everybody,
  editTranslation: tenantWide,
  actOnTranslation: tenantWide,
  listRevisions: everybody,
  readRevision: everybody,
  readStatus: { ...customersReading, ...everybody },
  readUptime: { ...customersReading, ...everybody },
  listNotices: { ...customersReading, ...everybody },
  readNotice: { ...customersReading, ...everybody },
  joinIncident: customers,
  acknowledgeMaintenance: { account_admin: 'account' },
  listWholeNotices: everybody,
  readWholeNotice: everybody,
  openNotice: leading,
  updateNotice: leading,
  setComponentState: leading,
  statuspageSummary: 'public',
  statuspageStatus: 'public',
  statuspageComponents: 'public',
  statuspageIncidents: 'public',
  statuspageUnresolved: 'public',
  statuspageMaintenances: 'public',
  statuspageActive: 'public',
  statuspageUpcoming: 'public',
  statusAtom: 'public',
  statusRss: 'public',
  statusCalendar: 'public',
  askChallenge: 'public',
  becomeVisitor: 'public',
  mergeVisitor: customers,
  listWebhooks: administrators,
  createWebhook: administrators,
  changeWebhook: administrators,
  removeWebhook: administrators,
  rotateWebhook: administrators,
  readWebhookSecret: administrators,
  testWebhook: administrators,
  listWebhookDeliveries: administrators,
  replayWebhook: administrators,
  health: 'public',
  readiness: 'public',
  version: 'public',
  openApi: 'public',
}

/**
 * Routes that show a staff member nothing of customers: open to one without a valid confidentiality agreement, where
 * the tenant requires that.
 */
export const withoutCustomerData: ReadonlySet<RouteId> = new Set([
  'readService',
  'listStaff',
  'listArticles',
  'readArticle',
  'searchArticles',
  'readSearchManifest',
  'readSearchSegment',
  'linkArticleFile',
  'readStatus',
  'readUptime',
])

/**
 * Routes that also answer whoever brings no token, of the tenant that the query names: reads with what everybody may read,
 * which caches that many share may keep.
 */
export const withoutToken: ReadonlySet<RouteId> = new Set([
  'listArticles',
  'readArticle',
  'linkArticleFile',
  'searchArticles',
  'readSearchManifest',
  'readSearchSegment',
  'reportSearches',
  'readStatus',
  'readUptime',
  'listNotices',
  'readNotice',
])
