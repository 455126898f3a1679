import { route } from '../wire/route.ts'

const schemas = () => import('./feed-contracts.ts')
const json = () => schemas().then(({ statuspageSchemas }) => statuspageSchemas)
const api = '/status-pages/:tenant/api/v2' as const
const get = { method: 'GET', kind: 'feed' } as const

// What Atlassian's Statuspage serves under `/api/v2/`, under an address of each tenant: whoever reads that reads this.

export const statuspageSummary = route({ id: 'statuspageSummary', ...get, path: `${api}/summary.json` }, json)
export const statuspageStatus = route({ id: 'statuspageStatus', ...get, path: `${api}/status.json` }, json)
export const statuspageComponents = route({ id: 'statuspageComponents', ...get, path: `${api}/components.json` }, json)
export const statuspageIncidents = route({ id: 'statuspageIncidents', ...get, path: `${api}/incidents.json` }, json)
export const statuspageUnresolved = route(
  { id: 'statuspageUnresolved', ...get, path: `${api}/incidents/unresolved.json` },
  json,
)
export const statuspageMaintenances = route(
  { id: 'statuspageMaintenances', ...get, path: `${api}/scheduled-maintenances.json` },
  json,
)
export const statuspageActive = route(
  { id: 'statuspageActive', ...get, path: `${api}/scheduled-maintenances/active.json` },
  json,
)
export const statuspageUpcoming = route(
  { id: 'statuspageUpcoming', ...get, path: `${api}/scheduled-maintenances/upcoming.json` },
  json,
)

export const statusAtom = route({ id: 'statusAtom', ...get, path: '/status-pages/:tenant/history.atom' }, () =>
  schemas().then((contracts) => contracts.atomSchemas),
)
export const statusRss = route({ id: 'statusRss', ...get, path: '/status-pages/:tenant/history.rss' }, () =>
  schemas().then((contracts) => contracts.rssSchemas),
)
export const statusCalendar = route(
  { id: 'statusCalendar', ...get, path: '/status-pages/:tenant/maintenance.ics' },
  () => schemas().then((contracts) => contracts.calendarSchemas),
)
