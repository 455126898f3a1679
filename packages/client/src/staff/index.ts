// The provider's side, apart from what a customer's page loads.
export { NetworkFailure, SignedOut, SupportProblem } from '../failure.ts'
export { createStaffClient, type StaffClient } from './create-staff-client.ts'
export type { Macros } from './macros.ts'
export type { Queue, QueueState } from './queue.ts'
export type { QueueFilters } from './queue-filters.ts'
export type { DoOptions, StaffClientOptions } from './staff-options.ts'
export type { Page, StaffTicket, Written } from './staff-ticket.ts'
export type { Views } from './views.ts'
