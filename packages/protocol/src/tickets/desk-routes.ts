import { route } from '../wire/route.ts'

const schemas = () => import('./desk-contracts.ts')

export const actOnTickets = route(
  { id: 'actOnTickets', method: 'POST', path: '/tickets/actions', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.actOnTicketsSchemas),
)

export const findSimilar = route(
  { id: 'findSimilar', method: 'GET', path: '/tickets/:ticketId/similar', kind: 'read' },
  () => schemas().then((contracts) => contracts.findSimilarSchemas),
)

export const rankAssignees = route(
  { id: 'rankAssignees', method: 'GET', path: '/tickets/:ticketId/candidates', kind: 'read' },
  () => schemas().then((contracts) => contracts.rankAssigneesSchemas),
)

export const listViews = route({ id: 'listViews', method: 'GET', path: '/views', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listViewsSchemas),
)

export const createView = route({ id: 'createView', method: 'POST', path: '/views', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createViewSchemas),
)

export const changeView = route(
  { id: 'changeView', method: 'PATCH', path: '/views/:viewId', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.changeViewSchemas),
)

export const removeView = route(
  { id: 'removeView', method: 'DELETE', path: '/views/:viewId', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.removeViewSchemas),
)

export const listMacros = route({ id: 'listMacros', method: 'GET', path: '/macros', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listMacrosSchemas),
)

export const createMacro = route({ id: 'createMacro', method: 'POST', path: '/macros', kind: 'write' }, () =>
  schemas().then((contracts) => contracts.createMacroSchemas),
)

export const changeMacro = route(
  { id: 'changeMacro', method: 'PATCH', path: '/macros/:macroId', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.changeMacroSchemas),
)

export const removeMacro = route(
  { id: 'removeMacro', method: 'DELETE', path: '/macros/:macroId', kind: 'write', success: 200 },
  () => schemas().then((contracts) => contracts.removeMacroSchemas),
)

export const runMacro = route(
  { id: 'runMacro', method: 'POST', path: '/tickets/:ticketId/macros', kind: 'write' },
  () => schemas().then((contracts) => contracts.runMacroSchemas),
)
