import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const createTicket = route({ id: 'createTicket', method: 'POST', path: '/tickets', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createTicketSchemas),
)

export const listTickets = route({ id: 'listTickets', method: 'GET', path: '/tickets', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listTicketsSchemas),
)

export const readTicket = route({ id: 'readTicket', method: 'GET', path: '/tickets/:ticketId', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readTicketSchemas),
)

export const listMessages = route(
  { id: 'listMessages', method: 'GET', path: '/tickets/:ticketId/messages', kind: 'read' },
  () => schemas().then((contracts) => contracts.listMessagesSchemas),
)

export const addMessage = route(
  { id: 'addMessage', method: 'POST', path: '/tickets/:ticketId/messages', kind: 'write' },
  () => schemas().then((contracts) => contracts.addMessageSchemas),
)
