import { downloadFile, linkFile, uploadFile } from './files/routes.ts'
import { listen } from './live/routes.ts'
import { health, openApi, readiness, version } from './operations/routes.ts'
import { addMessage, createTicket, listMessages, listTickets, readTicket } from './tickets/routes.ts'

/** Every route there is. The server refuses to start when one has no handler or no permission. */
export const routes = {
  createTicket,
  listTickets,
  readTicket,
  listMessages,
  addMessage,
  uploadFile,
  linkFile,
  downloadFile,
  listen,
  health,
  readiness,
  version,
  openApi,
} as const

export type RouteId = keyof typeof routes
