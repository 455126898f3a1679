import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')
const listSchemas = () => import('./list-contracts.ts')

export const createTicket = route({ id: 'createTicket', method: 'POST', path: '/tickets', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createTicketSchemas),
)

export const listTickets = route({ id: 'listTickets', method: 'GET', path: '/tickets', kind: 'read' }, () =>
  listSchemas().then((contracts) => contracts.listTicketsSchemas),
)

/** Before the routes of one ticket: whoever goes through them in order finds the fixed address first. */
export const countTickets = route({ id: 'countTickets', method: 'GET', path: '/tickets/counts', kind: 'read' }, () =>
  listSchemas().then((contracts) => contracts.countTicketsSchemas),
)
