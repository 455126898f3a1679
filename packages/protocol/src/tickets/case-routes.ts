import { route } from '../wire/route.ts'

// What is done with a ticket once it is raised: apart, since a page that raises tickets does none of it.

const messageSchemas = () => import('./message-contracts.ts')
const caseSchemas = () => import('./case-contracts.ts')

export const addMessage = route(
  { id: 'addMessage', method: 'POST', path: '/tickets/:ticketId/messages', kind: 'write' },
  () => messageSchemas().then((contracts) => contracts.addMessageSchemas),
)

export const actOnTicket = route(
  { id: 'actOnTicket', method: 'POST', path: '/tickets/:ticketId/actions', kind: 'write' },
  () => caseSchemas().then((contracts) => contracts.actOnTicketSchemas),
)

export const correctTicket = route(
  { id: 'correctTicket', method: 'PATCH', path: '/tickets/:ticketId', kind: 'write', success: 200 },
  () => caseSchemas().then((contracts) => contracts.correctTicketSchemas),
)

export const readTicketDetails = route(
  { id: 'readTicketDetails', method: 'GET', path: '/tickets/:ticketId/details', kind: 'read' },
  () => caseSchemas().then((contracts) => contracts.readTicketDetailsSchemas),
)

export const listTimeline = route(
  { id: 'listTimeline', method: 'GET', path: '/tickets/:ticketId/timeline', kind: 'read' },
  () => caseSchemas().then((contracts) => contracts.listTimelineSchemas),
)
