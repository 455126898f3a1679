import { readDiagnostics } from './diagnostics/routes.ts'
import { downloadFile, linkFile, uploadFile } from './files/routes.ts'
import { appendUpload, createUpload, endUpload, readUpload } from './files/upload-routes.ts'
import { listen } from './live/routes.ts'
import { health, openApi, readiness, version } from './operations/routes.ts'
import {
  addAccountNote,
  addDeployment,
  createAccount,
  listAccountNotes,
  listAccounts,
  listColleagues,
  listPeople,
  listStaff,
  readAccount,
  readOwnAccount,
  recordUpgrade,
  setMembership,
  setServedAccounts,
  updateAccount,
  updateDeployment,
} from './people/routes.ts'
import { readService } from './service/routes.ts'

import {
  actOnTicket,
  addMessage,
  correctTicket,
  listMessages,
  listTimeline,
  readTicket,
  readTicketDetails,
} from './tickets/case-routes.ts'

import {
  actOnTickets,
  changeMacro,
  changeView,
  createMacro,
  createView,
  findSimilar,
  listMacros,
  listViews,
  rankAssignees,
  removeMacro,
  removeView,
  runMacro,
} from './tickets/desk-routes.ts'
import { countTickets, createTicket, listTickets } from './tickets/routes.ts'
import { askChallenge, becomeVisitor, mergeVisitor } from './visitors/routes.ts'

/** Every route there is. The server refuses to start when one has no handler or no permission. */
export const routes = {
  createTicket,
  listTickets,
  countTickets,
  readTicket,
  listMessages,
  addMessage,
  actOnTicket,
  correctTicket,
  readTicketDetails,
  listTimeline,
  readDiagnostics,
  actOnTickets,
  findSimilar,
  rankAssignees,
  listViews,
  createView,
  changeView,
  removeView,
  listMacros,
  createMacro,
  changeMacro,
  removeMacro,
  runMacro,
  readService,
  uploadFile,
  createUpload,
  readUpload,
  appendUpload,
  endUpload,
  linkFile,
  downloadFile,
  listen,
  readOwnAccount,
  listColleagues,
  listAccounts,
  readAccount,
  createAccount,
  updateAccount,
  setServedAccounts,
  addDeployment,
  updateDeployment,
  recordUpgrade,
  listAccountNotes,
  addAccountNote,
  listPeople,
  setMembership,
  listStaff,
  askChallenge,
  becomeVisitor,
  mergeVisitor,
  health,
  readiness,
  version,
  openApi,
} as const

export type RouteId = keyof typeof routes
