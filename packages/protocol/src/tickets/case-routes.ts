// Apart from the other routes: a page that only raises tickets does not pay for what becomes of them.
import { route } from '../wire/route.ts'

const messageSchemas = () => import('./message-contracts.ts')
const caseSchemas = () => import('./case-contracts.ts')

export const readTicket = route({ id: 'readTicket', method: 'GET', path: '/tickets/:ticketId', kind: 'read' }, () =>
  messageSchemas().then((contracts) => contracts.readTicketSchemas),
)

export const listMessages = route(
  { id: 'listMessages', method: 'GET', path: '/tickets/:ticketId/messages', kind: 'read' },
  () => messageSchemas().then((contracts) => contracts.listMessagesSchemas),
)

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
