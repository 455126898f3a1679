// The light part of the protocol: addresses, codes, pure rules. Nothing here imports zod; the schemas are
// under '@aftercare/protocol/schemas', the permission table under '@aftercare/protocol/permissions'.

export type { Attachment, AttachmentReference } from './files/file.ts'
export { downloadFile, linkFile, uploadFile } from './files/routes.ts'
export type { SupportEvent, SupportEventType } from './live/event.ts'
export { listen } from './live/routes.ts'
export { health, openApi, readiness, version } from './operations/routes.ts'
export { type TicketType, ticketTypes } from './service/ticket-types.ts'
export { limits } from './tickets/limits.ts'
export type { Message, MessageKind, NewMessage } from './tickets/message.ts'
export { addMessage, createTicket, listMessages, listTickets, readTicket } from './tickets/routes.ts'
export type { NewTicket, PersonReference, Priority, Ticket } from './tickets/ticket.ts'
export { statusAfterReply, type TicketStatus, ticketStatuses } from './tickets/ticket-status.ts'
export { canonicalJson } from './wire/canonical-json.ts'
export { type FileId, type MessageId, newId, type RandomBytes, type TicketId } from './wire/ids.ts'
export {
  commonProblems,
  type FieldError,
  type FieldErrorCode,
  type Problem,
  type ProblemCode,
  problem,
  problemCodes,
  problemType,
} from './wire/problem.ts'
export {
  type InputOf,
  jsonBodyLimit,
  type OutputOf,
  pathOf,
  type Route,
  type RouteSchemas,
  route,
} from './wire/route.ts'
export { headers, protocolVersion, speaks } from './wire/version.ts'
