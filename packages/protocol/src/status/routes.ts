import { route } from '../wire/route.ts'

const schemas = () => import('./contracts.ts')

export const readStatus = route({ id: 'readStatus', method: 'GET', path: '/status', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readStatusSchemas),
)

export const readUptime = route({ id: 'readUptime', method: 'GET', path: '/status/uptime', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readUptimeSchemas),
)

export const listNotices = route({ id: 'listNotices', method: 'GET', path: '/notices', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.listNoticesSchemas),
)

export const readNotice = route({ id: 'readNotice', method: 'GET', path: '/notices/:noticeId', kind: 'read' }, () =>
  schemas().then((contracts) => contracts.readNoticeSchemas),
)

export const joinIncident = route(
  { id: 'joinIncident', method: 'POST', path: '/notices/:noticeId/joins', kind: 'write' },
  () => schemas().then((contracts) => contracts.joinIncidentSchemas),
)

export const acknowledgeMaintenance = route(
  { id: 'acknowledgeMaintenance', method: 'POST', path: '/notices/:noticeId/acknowledgements', kind: 'write' },
  () => schemas().then((contracts) => contracts.acknowledgeMaintenanceSchemas),
)
